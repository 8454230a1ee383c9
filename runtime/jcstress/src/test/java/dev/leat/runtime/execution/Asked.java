package dev.leat.runtime.execution;

import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscription;

/** Counts what is asked for. */
final class Asked implements Subscription {

  final AtomicLong chunks = new AtomicLong();

  @Override
  public void request(long more) {
    chunks.addAndGet(more);
  }

  @Override
  public void cancel() {
    // nobody does
  }
}
