package dev.leat.runtime.plan;

import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.graph.Operation;
import dev.leat.runtime.plan.Advice.Verdict;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Forked;
import dev.leat.runtime.plan.PlannedSegment.Latest;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedSegment.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Advises from measurements: another kind of stage, more or fewer calls or workers at once, to
 * relax the order, to batch, to fork or not to. Each advice names the figure that it rests on. It
 * says nothing where little was seen, and "mixed" where a figure is near its threshold.
 *
 * <p>It uses shares of looks and CPU times only. The time that something took is no evidence on a
 * machine that is busy with other things.
 */
final class Advisor {

  private static final long FEWEST_LOOKS = 20;
  private static final long FEWEST_ELEMENTS = 30;
  private static final long ENOUGH_ELEMENTS = 1_000;
  private static final long MANY_ELEMENTS = 500_000;

  /** Looks in which an event loop worked for a stage, from which on it may matter. */
  private static final double LOOP_IS_BUSY = 0.3;

  /** Threads that are seen waiting. */
  private static final Band WAITS = new Band(0.1, 0.4);

  /** Coroutines that are seen not waiting. */
  private static final Band COMPUTES = new Band(0.2, 0.4);

  /** The CPU time of an element that is worth to be computed elsewhere, in nanoseconds. */
  private static final Band WORK = new Band(50_000, 200_000);

  /** The CPU time of an element that is worth to be handed over, in nanoseconds. */
  private static final Band HAND_OVER = new Band(250, 500);

  /** Looks in which as much ran as might. */
  private static final Band LIMITED = new Band(0.3, 0.6);

  /** Looks in which the order kept a stage from going on. */
  private static final Band ORDER = new Band(0.1, 0.2);

  /** Looks in which there was no room behind a stage: from here on that is what holds it up. */
  private static final double MOSTLY = 0.5;

  /** Elements that are tried again. */
  private static final Band RETRIED = new Band(0.1, 0.2);

  /** What it costs to send an element to a process and back, as a part of its work. */
  private static final Band PRICE = new Band(0.2, 0.5);

  /** The time of the processes of a stage in which they had nothing to do. */
  private static final Band IDLE = new Band(0.6, 0.8);

  /** How long processes are at least watched, in nanoseconds. */
  private static final long LONG_ENOUGH = 2_000_000_000;

  /** Looks in which a sink worked and waited for the other side. */
  private static final Band BATCHED = new Band(0.25, 0.5);

  /** The range in which a figure proves nothing. */
  private record Band(double from, double to) {

    boolean sure(double value) {
      return value >= to;
    }

    boolean near(double value) {
      return value >= from && value < to;
    }
  }

  private final Plan plan;
  private final Measured measured;
  private final List<Advice> all = new ArrayList<>();

  private Advisor(Plan plan, Measured measured) {
    this.plan = plan;
    this.measured = measured;
  }

  /** What is advised, in the order of the segments; at most one for each. */
  static List<Advice> advise(Plan plan, Measured measured) {
    Advisor advisor = new Advisor(plan, measured);
    plan.segments().forEach(advisor::segment);
    return List.copyOf(advisor.all);
  }

  private void segment(PlannedSegment segment) {
    SegmentFigures seen = measured.of(segment);
    switch (segment) {
      case Calls calls -> calls(calls, seen);
      case Parallel parallel -> parallel(parallel, seen);
      case Sequential sequential -> sequential(sequential, seen);
      case Forked forked -> forked(forked);
      case Fetch fetch -> {}
      case Latest latest -> {}
      case Sessions sessions -> {}
    }
  }

  private boolean say(String stage, Verdict verdict, String text) {
    all.add(new Advice(stage, verdict, text));
    return true;
  }

  /**
   * Says it if it is sure, and that it is mixed if it is near; returns whether it said something.
   */
  private boolean judge(
      String stage, Band band, double value, Verdict verdict, String what, String figure) {
    if (band.sure(value)) {
      return say(stage, verdict, what + ": " + figure);
    }
    return band.near(value)
        && say(stage, Verdict.MIXED, mixed(figure, "that is too little to " + what));
  }

  private static String mixed(String figure, String so) {
    return "mixed: " + figure + "; " + so;
  }

  private static String micros(double nanos) {
    return nanos < 10_000
        ? Words.number(Math.round(nanos)) + " ns"
        : Words.number(Math.round(nanos / 1_000)) + " us";
  }

  private static double each(SegmentFigures seen, long elements) {
    return elements == 0 ? 0 : (double) seen.cpu().toNanos() / elements;
  }

  // Stages that wait.

  private void calls(Calls calls, SegmentFigures seen) {
    StageStats stats = measured.stats().stages().get(calls.stage());
    String name = stats.name();
    if (stats.in() < FEWEST_ELEMENTS || seen.flow().looks() < FEWEST_LOOKS) {
      return;
    }
    boolean said =
        switch (calls.model()) {
          case EVENT_LOOP, EVENT_LOOP_MANY -> onLoop(name, stats, seen);
          case VIRTUAL_THREADS -> coroutines(name, stats, seen);
          case OWN_THREADS -> false;
        };
    boolean counts = calls.model() != PlannedSegment.CallModel.EVENT_LOOP_MANY;
    said = said || (counts && tooMany(calls, stats, seen));
    said = said || order(name, calls.policy().ordered(), seen);
    if (!said && counts) {
      tooFew(calls, stats, seen);
    }
  }

  private boolean onLoop(String name, StageStats stats, SegmentFigures seen) {
    double work = each(seen, stats.in());
    double busy = seen.share(seen.flow().worked());
    if (busy < LOOP_IS_BUSY) {
      return false;
    }
    // What waits for sure takes little CPU time for sure, once the JVM is warm.
    return waits(name, seen, "its event loop")
        || judge(
            name,
            WORK,
            work,
            Verdict.DECLARE_CPU,
            "move the computing into a stage that is declared cpu(...)",
            "it keeps its event loop busy in %s of the looks, and an element takes %s of CPU time"
                .formatted(Words.percent(busy), micros(work)));
  }

  private boolean waits(String name, SegmentFigures seen, String thread) {
    return seen.threads().looks() >= FEWEST_LOOKS
        && judge(
            name,
            WAITS,
            seen.waitingShare(),
            Verdict.DECLARE_COROUTINE,
            "declare it coroutine(...)",
            "it waited in %s of the looks at %s"
                .formatted(Words.percent(seen.waitingShare()), thread));
  }

  private boolean coroutines(String name, StageStats stats, SegmentFigures seen) {
    double work = each(seen, stats.in());
    double share = seen.computingShare();
    if (seen.threads().coroutines() < FEWEST_LOOKS
        || work < WORK.from()
        || share < COMPUTES.from()) {
      return false;
    }
    String figure =
        "its coroutines did not wait in %s of the looks, and an element takes %s of CPU time"
            .formatted(Words.percent(share), micros(work));
    boolean sure = WORK.sure(work) && COMPUTES.sure(share);
    return sure
        ? say(name, Verdict.DECLARE_CPU, "declare it cpu(...): " + figure)
        : say(name, Verdict.MIXED, mixed(figure, "that is too little to declare it cpu(...)"));
  }

  /** Where there mostly is no room behind it, a stage would not be faster without the order. */
  private boolean order(String name, boolean ordered, SegmentFigures seen) {
    double share = seen.share(seen.flow().ordered());
    return ordered
        && seen.share(seen.flow().blocked()) < MOSTLY
        && judge(
            name,
            ORDER,
            share,
            Verdict.RELAX_ORDER,
            "declare it unordered(), or orderedBy(key) where it waits, if that is enough",
            "in %s of the looks it could take nothing more, because results waited for one before them"
                .formatted(Words.percent(share)));
  }

  /**
   * Calls that are tried again also hold up those behind them: that is no reason to relax the
   * order.
   */
  private boolean tooMany(Calls calls, StageStats stats, SegmentFigures seen) {
    double again = (double) stats.retried() / stats.in();
    return LIMITED.sure(seen.share(seen.flow().limited()))
        && judge(
            stats.name(),
            RETRIED,
            again,
            Verdict.LESS_CONCURRENCY,
            "ask less at once, lower concurrency(%s)"
                .formatted(Words.number(calls.policy().concurrency())),
            "%s of its elements had to be tried again".formatted(Words.percent(again)));
  }

  private void tooFew(Calls calls, StageStats stats, SegmentFigures seen) {
    double share = seen.share(seen.flow().limited());
    judge(
        stats.name(),
        LIMITED,
        share,
        Verdict.MORE_CONCURRENCY,
        "raise concurrency(%s), if the other side can bear it"
            .formatted(Words.number(calls.policy().concurrency())),
        "in %s of the looks all calls that may be were in flight, and more elements waited"
            .formatted(Words.percent(share)));
  }

  // Stages that compute.

  private void parallel(Parallel parallel, SegmentFigures seen) {
    List<PlannedStage> stages = parallel.stages();
    String name =
        stages.stream()
            .map(stage -> plan.graph().stage(stage.stage()))
            .filter(stage -> stage.operation() instanceof Operation.Cpu)
            .map(stage -> stage.name())
            .collect(Collectors.joining("' and '"));
    long in =
        stages.stream()
            .map(stage -> measured.stats().stages().get(stage.stage()))
            .mapToLong(stats -> Math.max(stats.in(), stats.out()))
            .max()
            .orElse(0);
    if (name.isEmpty() || in < FEWEST_ELEMENTS || seen.flow().looks() < FEWEST_LOOKS) {
      return;
    }
    boolean said =
        contended(name, seen)
            || waits(name, seen, "the workers that ran it")
            || cheap(name, in, seen)
            || order(name, parallel.ordered(), seen);
    if (!said && parallel.parallelism() < plan.settings().cores()) {
      double share = seen.share(seen.flow().limited());
      judge(
          name,
          LIMITED,
          share,
          Verdict.MORE_PARALLELISM,
          "raise parallelism(%d), there are %d cores"
              .formatted(parallel.parallelism(), plan.settings().cores()),
          "in %s of the looks all workers that it may have computed, and more elements waited"
              .formatted(Words.percent(share)));
    }
  }

  private boolean contended(String name, SegmentFigures seen) {
    double share = seen.contendedShare();
    return seen.threads().looks() >= FEWEST_LOOKS
        && judge(
            name,
            WAITS,
            share,
            Verdict.FORK,
            "let its workers share nothing, or give it processes of its own, forked(n)",
            "its workers waited for a monitor in %s of the looks".formatted(Words.percent(share)));
  }

  private boolean cheap(String name, long in, SegmentFigures seen) {
    double work = each(seen, in);
    if (in < MANY_ELEMENTS || seen.cpu().isZero() || HAND_OVER.sure(work)) {
      return false;
    }
    String figure = "an element takes %s of CPU time".formatted(micros(work));
    return HAND_OVER.near(work)
        ? say(name, Verdict.MIXED, mixed(figure, "map(...) may do as well"))
        : say(
            name,
            Verdict.DECLARE_MAP,
            "declare it map(...), it is too cheap to be handed to other threads: " + figure);
  }

  private void forked(Forked forked) {
    String name = plan.graph().stage(forked.stage()).name();
    WorkerPrice price = WorkerPrice.of(name, measured.stats());
    if (price.elements() < FEWEST_ELEMENTS || price.workEach() == 0) {
      return;
    }
    boolean said =
        price.elements() >= ENOUGH_ELEMENTS
            && judge(
                name,
                PRICE,
                (double) price.codecEach() / (double) price.workEach(),
                Verdict.DO_NOT_FORK,
                "leave forked out unless you want the isolation",
                "an element takes %s of work, and %s to be sent there and back"
                    .formatted(
                        micros((double) price.workEach()), micros((double) price.codecEach())));
    if (!said) {
      tooManyProcesses(name, forked.workers(), price);
    }
  }

  /**
   * Workers of the runtime that have nothing to do cost nothing, but each process has its memory.
   */
  private void tooManyProcesses(String name, int processes, WorkerPrice price) {
    long nanos = measured.elapsed().toNanos();
    if (processes == 1 || nanos < LONG_ENOUGH) {
      return;
    }
    double busy = (double) price.workNanos() / nanos / processes;
    judge(
        name,
        IDLE,
        1 - busy,
        Verdict.LESS_PARALLELISM,
        "have fewer processes than " + processes,
        "they had nothing to do for %s of the time".formatted(Words.percent(1 - busy)));
  }

  // Sinks.

  private void sequential(Sequential sequential, SegmentFigures seen) {
    int last = sequential.stages().getLast().stage();
    StageStats stats = measured.stats().stages().get(last);
    boolean sink = plan.graph().stage(last).operation() instanceof Operation.To;
    boolean busy =
        seen.flow().looks() >= FEWEST_LOOKS && LIMITED.sure(seen.share(seen.flow().worked()));
    if (sink && busy && stats.in() >= FEWEST_ELEMENTS) {
      judge(
          stats.name(),
          BATCHED,
          seen.waitingShare() * seen.share(seen.flow().worked()),
          Verdict.BATCH,
          "write many elements at once, batch(n, time) before it",
          "it worked in %s of the looks, and waited for the other side in %s of these"
              .formatted(
                  Words.percent(seen.share(seen.flow().worked())),
                  Words.percent(seen.waitingShare())));
    }
  }
}
