package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Makes a call for an element and sees to it that the call is completed. */
@FunctionalInterface
interface Caller {

  /** Starts a call; called by the task that owns it. */
  void start(Call call);

  /** Calls a function that returns at once with a promise, on the thread of the task. */
  static Caller promising(CheckedFunction<Object, ? extends @Nullable Object> function) {
    return call -> {
      Object promise;
      try {
        promise = function.apply(call.element);
      } catch (Throwable t) {
        call.accept(null, t);
        return;
      }
      if (promise == null) {
        call.accept(null, new NullPointerException("the function returned null, not a promise"));
      } else if (promise instanceof CompletableFuture<?> future
          && future.state() == Future.State.SUCCESS) {
        call.accept(future.resultNow(), null);
      } else {
        CompletionStage<?> stage = (CompletionStage<?>) promise;
        call.stage = stage;
        stage.whenComplete(call);
      }
    };
  }

  /** Calls a function that waits for its result, on a thread of its own. */
  static Caller blocking(
      CheckedFunction<Object, ? extends @Nullable Object> function, Executor threads) {
    return call -> threads.execute(() -> run(function, call));
  }

  private static void run(CheckedFunction<Object, ? extends @Nullable Object> function, Call call) {
    Object result = null;
    Throwable failure = null;
    if (!call.begin(Thread.currentThread())) {
      call.accept(null, new CancellationException("given up before it was made"));
      return;
    }
    Task before = WorkSlot.enter(call.task);
    try {
      result = function.apply(call.element);
    } catch (Throwable t) {
      failure = t;
    } finally {
      WorkSlot.enter(before);
      call.end();
    }
    call.accept(result, failure);
  }
}
