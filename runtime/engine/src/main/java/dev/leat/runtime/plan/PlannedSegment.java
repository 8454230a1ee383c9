package dev.leat.runtime.plan;

import dev.leat.pipeline.graph.CallPolicy;
import java.util.List;

/** Stages that run together on one execution model, without queues between them. */
public sealed interface PlannedSegment {

  /** Its number, the place in the plan. */
  int id();

  /**
   * Its stages, each after the one it reads from. The first one reads from outside of the segment;
   * where stages branch, they form a tree.
   */
  List<PlannedStage> stages();

  /**
   * Fetches the blocks of a source, on a thread that may block, one for each lane.
   *
   * @param id its number
   * @param source the number of the source's stage
   * @param live whether its lanes come and go while the job runs; then each lives on an executor of
   *     its own, which must not be blocked
   */
  record Fetch(int id, int source, boolean live) implements PlannedSegment {

    @Override
    public List<PlannedStage> stages() {
      return List.of();
    }
  }

  /**
   * Runs stages one element after the other.
   *
   * @param id its number
   * @param stages its stages
   * @param ownThread whether it has a thread of its own, which may block, because it ends in a
   *     sink; otherwise it runs on the thread that brings its input
   */
  record Sequential(int id, List<PlannedStage> stages, boolean ownThread)
      implements PlannedSegment {

    /** Copies the list. */
    public Sequential {
      stages = List.copyOf(stages);
    }
  }

  /**
   * Runs stages without a state on several cores at once.
   *
   * @param id its number
   * @param stages its stages
   * @param parallelism the most workers at once
   * @param ordered whether results are put back into the order of the input
   */
  record Parallel(int id, List<PlannedStage> stages, int parallelism, boolean ordered)
      implements PlannedSegment {

    /** Copies the list. */
    public Parallel {
      stages = List.copyOf(stages);
    }

    /** The most blocks that are computed or wait for their turn. */
    public int mostBlocks() {
      return 2 * parallelism + 2;
    }
  }

  /**
   * Makes calls that wait, many at a time.
   *
   * @param id its number
   * @param stage the number of the only stage
   * @param model where the calls run
   * @param policy how they are made
   */
  record Calls(int id, int stage, CallModel model, CallPolicy policy) implements PlannedSegment {

    @Override
    public List<PlannedStage> stages() {
      return List.of(new PlannedStage(stage, PlannedStage.Role.WHOLE));
    }
  }

  /**
   * Computes in worker processes.
   *
   * @param id its number
   * @param stage the number of the only stage
   * @param workers how many processes
   * @param ordered whether results are put back into the order of the input
   */
  record Forked(int id, int stage, int workers, boolean ordered) implements PlannedSegment {

    /** A worker has at most so many chunks, in its hands or done and waiting for their turn. */
    private static final int CHUNKS_EACH = 8;

    @Override
    public List<PlannedStage> stages() {
      return List.of(new PlannedStage(stage, PlannedStage.Role.WHOLE));
    }

    /** The most chunks under way. */
    public int mostChunks() {
      return CHUNKS_EACH * workers;
    }
  }

  /**
   * Holds the latest element while there is no room behind it.
   *
   * @param id its number
   * @param stage the number of the only stage
   */
  record Latest(int id, int stage) implements PlannedSegment {

    @Override
    public List<PlannedStage> stages() {
      return List.of(new PlannedStage(stage, PlannedStage.Role.WHOLE));
    }
  }

  /**
   * Runs a coroutine with a memory, on a virtual thread for each lane.
   *
   * @param id its number
   * @param stage the number of the only stage
   */
  record Sessions(int id, int stage) implements PlannedSegment {

    @Override
    public List<PlannedStage> stages() {
      return List.of(new PlannedStage(stage, PlannedStage.Role.WHOLE));
    }
  }

  /** Where calls run. */
  enum CallModel {
    /** On an event loop, one result per element. */
    EVENT_LOOP,
    /** On an event loop, any number of results per element. */
    EVENT_LOOP_MANY,
    /** On a virtual thread for each call. */
    VIRTUAL_THREADS,
    /** On platform threads of the stage's own, as many as calls may be in flight. */
    OWN_THREADS
  }
}
