package dev.leat.runtime.benchmarks.workload;

import dev.leat.runtime.benchmarks.suite.Workload;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The workloads that run in one process. */
public final class Workloads {

  private static final List<Workload> ALL =
      List.of(
          FusedChain.workload(),
          TwoEdges.workload(),
          CpuWork.of("W3", "4.8 us of CPU an element", 4_200, 100_000, 64),
          CpuWork.of("W3s", "172 ns of CPU an element", 150, 2_000_000, 1_024),
          CheapCpu.workload(),
          AsyncCalls.wide(),
          AsyncCalls.narrow(),
          AsyncCalls.uneven(),
          BlockingCalls.workload(),
          LogCount.workload(),
          TcpLines.one(),
          TcpLines.many(),
          LoneElements.edges(),
          LoneElements.edgesAndCall(),
          KeyedCount.workload(),
          WorkerJvms.costly(),
          WorkerJvms.echo(),
          WorkerJvms.twoProcesses(),
          WorkerPythons.texts(),
          WorkerPythons.twoProcesses(),
          WorkerLife.start(),
          WorkerLife.replacement(),
          WorkerLife.orphans(),
          WorkerLife.idle());

  private static final Set<String> PEERS =
      Set.of(
          "reactor",
          "reactor-chunked",
          "reactor-collect",
          "rxjava",
          "mutiny",
          "pekko",
          "jet",
          "jox",
          "vertx",
          "pool.imap",
          "pool.executor",
          "streams",
          "streams-one");

  private Workloads() {}

  /** All, in the order of their numbers. */
  public static List<Workload> all() {
    return ALL;
  }

  /** The names of all peers, sorted. */
  public static Set<String> peers() {
    return new TreeSet<>(PEERS);
  }
}
