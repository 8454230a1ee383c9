package dev.leat.runtime.eventloop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import reactor.blockhound.BlockHound;
import reactor.netty.Connection;

/** What {@link QuietLoopsTest} runs. */
final class LoopsInAJvm {

  private LoopsInAJvm() {}

  public static void main(String[] arguments) {
    long start = System.nanoTime();
    if (arguments[0].equals("work")) {
      work(start);
    } else {
      block();
    }
  }

  private static void work(long start) {
    EventLoops loops = EventLoops.create(EventLoopOptions.defaults().withLoops(2));
    System.out.println("created in ms: " + (System.nanoTime() - start) / 1_000_000);
    Echo echo = new Echo(loops);
    Connection client = echo.client("localhost");
    Echo.roundTrip(client, "a line");
    System.out.println("round trip done");
    long end = System.nanoTime();
    loops.close();
    System.out.println("closed in ms: " + (System.nanoTime() - end) / 1_000_000);
  }

  private static void block() {
    BlockHound.install();
    System.out.println("main: " + attempt(Runnable::run));
    try (EventLoops loops = EventLoops.create()) {
      System.out.println("loop: " + attempt(loops.loop(0)));
    }
  }

  private static String attempt(Executor where) {
    try {
      CompletableFuture.runAsync(LoopsInAJvm::waitShortly, where).join();
      return "may block";
    } catch (CompletionException e) {
      return String.valueOf(e.getCause()).contains("locking call!")
          ? "BlockingOperationError"
          : String.valueOf(e.getCause());
    }
  }

  private static void waitShortly() {
    try {
      var unused = new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
