package dev.leat.runtime.execution;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The CPU time of the process so far, and of groups of its threads, in nanoseconds. Threads of the
 * JVM itself are known by their names, which Linux tells; elsewhere there are the times that
 * collections and compilations took.
 *
 * @param nanos when it was read, as of {@link System#nanoTime}
 * @param process all of it; 0 if it is not known
 * @param gc collectors of garbage
 * @param jit compilers
 * @param vm other threads of the JVM
 * @param counted what counts for tasks of the runtime
 */
record ProcessCpu(long nanos, long process, long gc, long jit, long vm, long counted) {

  private static final Path TASKS = Path.of("/proc/self/task");

  private static final int GC = 0;
  private static final int JIT = 1;
  private static final int VM = 2;

  /** How the names of the threads of each group begin. */
  private static final List<List<String>> NAMES =
      List.of(
          List.of(
              "GC Thread",
              "G1 ",
              "ZWorker",
              "ZDriver",
              "ZDirector",
              "ZStat",
              "XWorker",
              "Shenandoah"),
          List.of("C1 Compiler", "C2 Compiler", "JVMCI"),
          List.of(
              "VM ",
              "Service Thread",
              "Monitor Deflati",
              "Common-Cleaner",
              "Signal Dispatch",
              "Notification T",
              "JFR "));

  /** Reads it; takes some microseconds for each thread of the process. */
  static ProcessCpu now(long counted) {
    return now(counted, TASKS);
  }

  /**
   * Reads it.
   *
   * @param tasks the folder of the threads of the process, if the system has that
   */
  static ProcessCpu now(long counted, Path tasks) {
    long process =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? Math.max(0, system.getProcessCpuTime())
            : 0;
    long[] groups = new long[NAMES.size()];
    if (!readThreads(tasks, groups)) {
      groups[GC] = collections();
      groups[JIT] = compilations();
    }
    return new ProcessCpu(System.nanoTime(), process, groups[GC], groups[JIT], groups[VM], counted);
  }

  private static long collections() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    return millis * 1_000_000;
  }

  private static long compilations() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
        ? 0
        : compiler.getTotalCompilationTime() * 1_000_000;
  }

  private static boolean readThreads(Path tasks, long[] groups) {
    if (!Files.isDirectory(tasks)) {
      return false;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
      for (Path task : all) {
        add(task, groups);
      }
      return true;
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  private static void add(Path task, long[] groups) {
    try {
      String name = read(task.resolve("comm"));
      for (int group = 0; group < groups.length; group++) {
        if (NAMES.get(group).stream().anyMatch(name::startsWith)) {
          String cpu = read(task.resolve("schedstat"));
          groups[group] += Long.parseLong(cpu.substring(0, cpu.indexOf(' ')));
        }
      }
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return; // the thread has ended meanwhile
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
  }
}
