package dev.leat.runtime.benchmarks.workload;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the channels of Jox do, between virtual threads. */
final class JoxChannels {

  private JoxChannels() {}

  /** W2. */
  static Program edges(Size size) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Program program =
        () -> {
          Channel<Long> first = Channel.newBufferedDefaultChannel();
          Channel<Long> second = Channel.newBufferedDefaultChannel();
          Future<?> source = threads.submit(() -> produce(size.elements(), first));
          Future<?> middle = threads.submit(() -> pass(first, second));
          Future<Long> sum = threads.submit(() -> sum(second));
          source.get();
          middle.get();
          return sum.get();
        };
    return program.closing(threads);
  }

  private static Void produce(long count, Channel<Long> out) throws InterruptedException {
    for (long i = 0; i < count; i++) {
      out.send(Arithmetic.first(i));
    }
    out.done();
    return null;
  }

  private static Void pass(Channel<Long> in, Channel<Long> out) throws InterruptedException {
    for (Object x = in.receiveOrClosed(); !(x instanceof ChannelDone); x = in.receiveOrClosed()) {
      out.send(Arithmetic.second((Long) x));
    }
    out.done();
    return null;
  }

  private static long sum(Channel<Long> in) throws InterruptedException {
    OrderedSum sum = new OrderedSum();
    in.forEach(x -> sum.add(Arithmetic.first(x)));
    return sum.value();
  }

  /** W4c: a virtual thread for each call; their futures pass through a channel, in order. */
  static Program calls(Size size, int concurrency) {
    CallTimer timer = new CallTimer();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Program program =
        () -> {
          Channel<Future<Long>> calls = Channel.newBufferedChannel(concurrency);
          Future<?> source = threads.submit(() -> call(size.elements(), timer, threads, calls));
          Future<Long> sum = threads.submit(() -> answers(calls));
          source.get();
          return sum.get();
        };
    return program.closing(threads).closing(timer);
  }

  private static Void call(
      long count, CallTimer timer, ExecutorService threads, Channel<Future<Long>> calls)
      throws InterruptedException {
    for (long i = 0; i < count; i++) {
      long x = i;
      calls.send(threads.submit(() -> timer.call(x).join()));
    }
    calls.done();
    return null;
  }

  private static long answers(Channel<Future<Long>> calls) throws Exception {
    OrderedSum sum = new OrderedSum();
    for (Object call = calls.receiveOrClosed();
        !(call instanceof ChannelDone);
        call = calls.receiveOrClosed()) {
      sum.add((Long) ((Future<?>) call).get());
    }
    return sum.value();
  }

  /** W7. */
  static void lone(Ticker ticker, ExecutorService threads) throws Exception {
    Channel<Ticker.Tick> first = Channel.newBufferedDefaultChannel();
    Channel<Ticker.Tick> second = Channel.newBufferedDefaultChannel();
    Future<?> middle = threads.submit(() -> passTicks(first, second));
    Future<?> sink = threads.submit(() -> takeTicks(second, ticker));
    while (ticker.hasNext()) {
      first.send(ticker.next());
    }
    first.done();
    middle.get();
    sink.get();
  }

  private static Void passTicks(Channel<Ticker.Tick> in, Channel<Ticker.Tick> out)
      throws InterruptedException {
    for (Object tick = in.receiveOrClosed();
        !(tick instanceof ChannelDone);
        tick = in.receiveOrClosed()) {
      out.send((Ticker.Tick) tick);
    }
    out.done();
    return null;
  }

  private static Void takeTicks(Channel<Ticker.Tick> in, Ticker ticker)
      throws InterruptedException {
    in.forEach(ticker::take);
    return null;
  }
}
