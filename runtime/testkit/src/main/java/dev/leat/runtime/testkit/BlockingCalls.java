package dev.leat.runtime.testkit;

import dev.leat.runtime.execution.RunningStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.blockhound.BlockingMethod;

/**
 * Watches for calls that block an event loop or a worker that computes, for as long as it is open.
 * Such a call throws an {@link AssertionError} where it is made, and is recorded, because what it
 * throws may be caught on its way. {@link LeatTest} does this for tests of JUnit; other frameworks
 * call it around a test. Thread-safe. It sees the calls of the whole JVM.
 *
 * {@snippet :
 * try (BlockingCalls calls = BlockingCalls.watch()) {
 *   runtime.run(pipeline);
 * } // throws an AssertionError that names each stage that blocked
 * }
 *
 * <p>The inline runtime is not watched: everything runs, and may wait, on its one thread.
 */
public final class BlockingCalls implements AutoCloseable {

  private static final int MOST = 100;

  /** All that are open: BlockHound knows one listener for the whole JVM. */
  private static final List<BlockingCalls> OPEN = new CopyOnWriteArrayList<>();

  private final List<Allowance> allowances;
  private final Queue<BlockingCall> recorded = new ConcurrentLinkedQueue<>();

  private BlockingCalls(List<Allowance> allowances) {
    this.allowances = allowances;
  }

  /**
   * Begins to watch. The first call in a JVM takes some seconds, because methods of the JDK are
   * changed.
   *
   * @param allowances what may block all the same, besides what is always allowed: class loading,
   *     loggers, standard output, the seed of random numbers
   * @throws IllegalStateException if blocking calls cannot be seen in this JVM; says which setting
   *     is missing
   */
  public static BlockingCalls watch(Allowance... allowances) {
    Detection.require();
    BlockingCalls calls = new BlockingCalls(List.of(allowances));
    OPEN.add(calls);
    return calls;
  }

  /** Called by BlockHound on a thread that must not block, before it does. */
  static void blocks(BlockingMethod method) {
    if (Detection.isProbe(Thread.currentThread())) {
      Detection.seen();
      return;
    }
    if (OPEN.isEmpty() && Detection.isOurs()) {
      return;
    }
    BlockedStack stack = BlockedStack.of(method);
    Optional<RunningStage> stage = RunningStage.current();
    if (Allowance.DEFAULTS.stream().anyMatch(allowed -> allowed.allows(stage, stack))) {
      return;
    }
    BlockingCall call = stack.call(method, stage);
    boolean allowedByAll = !OPEN.isEmpty();
    for (BlockingCalls open : OPEN) {
      boolean allowed = open.allowances.stream().anyMatch(one -> one.allows(stage, stack));
      if (!allowed) {
        open.record(call);
        allowedByAll = false;
      }
    }
    if (!allowedByAll) {
      throw new AssertionError(call.message());
    }
  }

  private void record(BlockingCall call) {
    if (recorded.size() < MOST) {
      recorded.add(call);
    }
  }

  /** The calls that were recorded since this was asked last; the first 100 are kept. */
  public List<BlockingCall> take() {
    return Stream.generate(recorded::poll).takeWhile(call -> call != null).toList();
  }

  /**
   * Ends watching.
   *
   * @throws AssertionError if there were blocking calls that nobody {@linkplain #take() took}; each
   *     line of its message is one of them
   */
  @Override
  public void close() {
    if (OPEN.remove(this)) {
      fail(take());
    }
  }

  private static void fail(List<BlockingCall> calls) {
    if (calls.isEmpty()) {
      return;
    }
    String lines =
        calls.stream().map(BlockingCall::message).distinct().collect(Collectors.joining("\n"));
    AssertionError failure = new AssertionError(lines);
    List<StackTraceElement> stack = new ArrayList<>(calls.get(0).stack());
    failure.setStackTrace(stack.toArray(StackTraceElement[]::new));
    throw failure;
  }
}
