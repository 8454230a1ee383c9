package dev.leat.runtime.plan;

import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Forked;
import dev.leat.runtime.plan.PlannedSegment.Latest;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedSegment.Sessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a plan costs in the worst case, as far as it can be known before it runs.
 *
 * @param elements the most elements that queues, windows and unfinished chunks hold together
 * @param blocks the most undivided blocks of each lane
 * @param edgeBytes the most bytes in edges, where the size of elements is known
 * @param workerHeapMebibytes the most heap of all worker JVMs together, as their stages declare it
 * @param handOvers the most hand-overs between threads on the way of an element
 * @param warnings what should be changed
 */
record PlanFigures(
    long elements,
    long blocks,
    long edgeBytes,
    long workerHeapMebibytes,
    int handOvers,
    List<String> warnings) {

  /** What a hand-over between threads costs: waking up one that sleeps. */
  static final int HAND_OVER_MICROS = 9;

  static PlanFigures of(Plan plan) {
    long[] weights = weights(plan);
    long elements = 0;
    long blocks = 0;
    long bytes = 0;
    for (PlannedEdge edge : plan.edges()) {
      if (isOfBlocks(plan, edge)) {
        blocks += edge.capacity();
      } else {
        elements = plus(elements, times(edge.capacity(), weights[edge.fromStage()]));
        bytes = plus(bytes, bytes(plan, edge));
      }
    }
    for (PlannedSegment segment : plan.segments()) {
      elements = plus(elements, held(plan, segment, weights));
      blocks += segment instanceof Fetch ? 1 : 0;
    }
    return new PlanFigures(
        elements, blocks, bytes, workerHeap(plan), handOvers(plan), warnings(plan));
  }

  static boolean isOfBlocks(Plan plan, PlannedEdge edge) {
    return plan.segments().get(edge.fromSegment()) instanceof Fetch;
  }

  /** The most bytes in an edge of elements, where their size is known. */
  static long bytes(Plan plan, PlannedEdge edge) {
    PlanSettings settings = plan.settings();
    return (long) settings.chunkBytes() * Math.max(1, edge.capacity() / settings.chunkElements());
  }

  /** By stage: how many elements of the user can be in one that the stage emits. */
  private static long[] weights(Plan plan) {
    long[] weights = new long[plan.graph().stages().size()];
    Arrays.fill(weights, 1);
    for (GraphEdge edge : sortedByTarget(plan)) {
      long weight = weight(plan.graph().stage(edge.to()), weights[edge.from()]);
      weights[edge.to()] = Math.max(weights[edge.to()], weight);
    }
    return weights;
  }

  private static List<GraphEdge> sortedByTarget(Plan plan) {
    return plan.graph().edges().stream().sorted(Comparator.comparingInt(GraphEdge::to)).toList();
  }

  private static long weight(StageNode stage, long input) {
    return switch (stage.operation()) {
      case Operation.Batch batch -> times(batch.size(), input);
      case Operation.Filter filter -> input;
      case Operation.Each each -> input;
      case Operation.Take take -> input;
      case Operation.TakeWhile takeWhile -> input;
      case Operation.Skip skip -> input;
      case Operation.From from -> 1;
      case Operation.Map map -> 1;
      case Operation.FlatMap flatMap -> 1;
      case Operation.Scan scan -> 1;
      case Operation.Io io -> 1;
      case Operation.IoMany io -> 1;
      case Operation.Coroutine coroutine -> 1;
      case Operation.Cpu cpu -> 1;
      case Operation.Foreign foreign -> 1;
      case Operation.Aggregate aggregate -> 1;
      case Operation.Session session -> 1;
      case Operation.Keyed keyed -> input;
      case Operation.Unkeyed unkeyed -> 1;
      case Operation.Merge merge -> input;
      case Operation.Concat concat -> input;
      case Operation.Route route -> input;
      case Operation.Branch branch -> input;
      case Operation.Distinct distinct -> input;
      case Operation.Throttle throttle -> input;
      case Operation.Conflate conflate -> input;
      case Operation.To to -> 1;
    };
  }

  /** What a segment holds itself. */
  private static long held(Plan plan, PlannedSegment segment, long[] weights) {
    long heaviest = 1;
    for (PlannedStage stage : segment.stages()) {
      heaviest = Math.max(heaviest, weights[stage.stage()]);
    }
    long chunk = times(plan.settings().chunkElements(), heaviest);
    return switch (segment) {
      case Fetch fetch -> 0;
      case Sequential sequential -> chunk;
      case Parallel parallel ->
          times((long) plan.settings().sliceChunks() * parallel.mostBlocks(), chunk);
      case Calls calls -> plus(calls.policy().window(), chunk);
      case Forked forked -> times(forked.mostChunks(), chunk);
      case Latest latest -> heaviest;
      case Sessions sessions -> times(2, chunk);
    };
  }

  /** Programs other than JVMs have no limit that is known here. */
  private static long workerHeap(Plan plan) {
    long mebibytes = 0;
    for (PlannedSegment segment : plan.segments()) {
      if (segment instanceof Forked forked
          && plan.graph().stage(forked.stage()).operation() instanceof Operation.Cpu cpu
          && cpu.options().fork() != null) {
        mebibytes += (long) forked.workers() * cpu.options().fork().heapMebibytes();
      }
    }
    return mebibytes;
  }

  private static int handOvers(Plan plan) {
    if (plan.settings().inline()) {
      return 0;
    }
    int[] until = new int[plan.segments().size()];
    int most = 0;
    for (PlannedEdge edge :
        plan.edges().stream().sorted(Comparator.comparingInt(PlannedEdge::toSegment)).toList()) {
      int cost = changesThread(plan.segments().get(edge.toSegment())) ? 1 : 0;
      int to = edge.toSegment();
      until[to] = Math.max(until[to], until[edge.fromSegment()] + cost);
      most = Math.max(most, until[to]);
    }
    return most;
  }

  private static boolean changesThread(PlannedSegment to) {
    return switch (to) {
      case Fetch fetch -> false;
      case Sequential sequential -> sequential.ownThread();
      case Parallel parallel -> true;
      case Calls calls -> true;
      case Forked forked -> true;
      case Latest latest -> true;
      case Sessions sessions -> true;
    };
  }

  private static List<String> warnings(Plan plan) {
    List<String> warnings = new ArrayList<>();
    int cores = plan.settings().inline() ? Integer.MAX_VALUE : plan.settings().cores();
    for (StageNode stage : plan.graph().stages()) {
      if (stage.operation() instanceof Operation.Cpu cpu
          && cpu.options().fork() == null
          && cpu.options().parallelism() > cores) {
        warnings.add(
            "%s wants %s on %s: leave parallelism out or make it at most %s"
                .formatted(
                    Words.label(stage),
                    Words.count(cpu.options().parallelism(), "worker"),
                    Words.count(cores, "core"),
                    Words.number(cores)));
      }
    }
    int forked = plan.forkedWorkers();
    int here = Math.min(computingHere(plan), cores);
    if (forked > 0 && (long) forked + here > cores) {
      warnings.add(
          "%s in processes of their own%s on %s: they take turns"
              .formatted(
                  Words.count(forked, "worker"),
                  here == 0 ? "" : " and %s of this process".formatted(Words.number(here)),
                  Words.count(cores, "core")));
    }
    return warnings;
  }

  /**
   * How many workers of this process compute for stages that are declared to compute: all stages
   * share the same ones. Those that only divide blocks or run cheap stages do not count.
   */
  private static int computingHere(Plan plan) {
    int most = 0;
    for (PlannedSegment segment : plan.segments()) {
      if (segment instanceof Parallel parallel && computes(plan, parallel)) {
        most = Math.max(most, parallel.parallelism());
      }
    }
    return most;
  }

  private static boolean computes(Plan plan, Parallel parallel) {
    return parallel.stages().stream()
        .anyMatch(each -> plan.graph().stage(each.stage()).operation() instanceof Operation.Cpu);
  }

  private static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static long times(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }
}
