package dev.leat.runtime.benchmarks.workload;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux knows of other processes. */
final class ProcessCpu {

  private ProcessCpu() {}

  /** What all threads of a process have used that have not ended; 0 where nobody knows. */
  static long nanos(long pid) {
    long nanos = 0;
    Path threads = Path.of("/proc", Long.toString(pid), "task");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
      for (Path thread : all) {
        nanos += ofThread(thread);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return nanos; // it has ended, or this is not Linux
    }
    return nanos;
  }

  /** Whether a process has not ended, whoever has yet to ask for its exit code. */
  static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return process.isAlive(); // this is not Linux
    }
  }

  private static long ofThread(Path thread) {
    try {
      return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
