package dev.leat.runtime.eventloop;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.spi.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.netty.resources.LoopResources;

/**
 * A group of event loops that Vert.x, Reactor Netty and the stages of pipelines share. Thread-safe,
 * except where a method says otherwise.
 *
 * {@snippet :
 * try (EventLoops loops = EventLoops.create(EventLoopOptions.defaults())) {
 *   loops.vertx().setTimer(10, id -> System.out.println("on " + Thread.currentThread().getName()));
 *   TcpServer server = TcpServer.create().runOn(loops.loopResources());
 *   loops.next().execute(() -> System.out.println("on " + Thread.currentThread().getName()));
 * }
 * }
 *
 * <p>The threads are daemons: they do not keep a JVM alive by themselves.
 */
public final class EventLoops implements AutoCloseable {

  static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final List<EventLoop> loops;
  private final LoopResources loopResources;
  private final boolean shared;
  private final Runnable ending;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** The parts that differ with who owns what. */
  private record Parts(
      Vertx vertx, EventLoopGroup group, Transport sockets, boolean shared, Runnable ending) {}

  private EventLoops(Parts parts, String name, EventLoopOptions options) {
    this.vertx = parts.vertx();
    this.shared = parts.shared();
    this.ending = parts.ending();
    List<EventLoop> made = new ArrayList<>();
    for (EventExecutor loop : parts.group()) {
      int index = made.size();
      made.add(new EventLoop(loop, index, name + "-" + index, options.uncaught(), closed::get));
    }
    this.loops = List.copyOf(made);
    this.loopResources = new LentLoops(parts.group(), parts.sockets());
  }

  /**
   * {@link #create(EventLoopOptions)} with the {@linkplain EventLoopOptions#defaults() defaults}.
   */
  public static EventLoops create() {
    return create(EventLoopOptions.defaults());
  }

  /**
   * Makes loops, and a Vertx on them, and starts their threads. The caller closes the result.
   * Blocks shortly: not to be called on an event loop.
   *
   * @throws IllegalStateException if the transport asked for is not available; the message says
   *     what to add
   */
  public static EventLoops create(EventLoopOptions options) {
    return create(options, CLOSE_LIMIT);
  }

  static EventLoops create(EventLoopOptions options, Duration closeLimit) {
    Transport sockets = options.transport().sockets();
    LoopThreads threads = new LoopThreads(options.threadPrefix());
    LendingTransport lending = new LendingTransport(sockets, threads);
    Vertx vertx =
        Vertx.builder()
            .with(vertxOptions(options))
            .withTransport(new NamedTransport(options.transport().name(), lending))
            .build();
    EventLoopGroup group = lending.loops();
    start(group);
    Runnable forcibly = () -> List.of(group, lending.acceptors()).forEach(EventLoops::shutDown);
    Runnable ending = () -> threads.end(vertx::close, forcibly, closeLimit);
    return new EventLoops(
        new Parts(vertx, group, sockets, true, ending), options.threadPrefix(), options);
  }

  /**
   * {@link #borrow(Vertx, EventLoopOptions)} with the {@linkplain EventLoopOptions#defaults()
   * defaults}.
   */
  public static EventLoops borrow(Vertx vertx) {
    return borrow(vertx, EventLoopOptions.defaults());
  }

  /**
   * Uses a Vertx of the user's, which is never closed from here, and its loops. Where these cannot
   * be had (a wrapper around a Vertx), makes loops of its own beside it; work for Vert.x then takes
   * one hop from thread to thread, and {@link #shared()} says so.
   *
   * @param vertx the user's; must outlive the result
   * @param options {@code uncaught} always counts, the others only for loops that are made here
   */
  public static EventLoops borrow(Vertx vertx, EventLoopOptions options) {
    return BorrowedVertx.of(vertx)
        .map(found -> new Parts(vertx, found.loops(), found.sockets(), true, () -> {}))
        .map(parts -> new EventLoops(parts, "borrowed-loop", options))
        .orElseGet(() -> beside(vertx, options));
  }

  private static EventLoops beside(Vertx vertx, EventLoopOptions options) {
    Transport sockets = options.transport().sockets();
    LoopThreads threads = new LoopThreads(options.threadPrefix());
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            options.loops(), threads.loops(daemons()), sockets.ioHandlerFactory());
    start(group);
    Runnable shutDown = () -> shutDown(group);
    Runnable ending = () -> threads.end(shutDown, shutDown, CLOSE_LIMIT);
    return new EventLoops(
        new Parts(vertx, group, sockets, false, ending), options.threadPrefix(), options);
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new FastThreadLocalThread(task);
      thread.setDaemon(true);
      return thread;
    };
  }

  private static VertxOptions vertxOptions(EventLoopOptions options) {
    return new VertxOptions()
        .setEventLoopPoolSize(options.loops())
        .setUseDaemonThread(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** Starts the threads in the order of the loops, so that both have the same numbers. */
  private static void start(EventLoopGroup group) {
    group.forEach(loop -> loop.execute(() -> {}));
  }

  private static void shutDown(EventLoopGroup group) {
    var unused = // LoopThreads sees the end of the threads themselves.
        group.shutdownGracefully(0, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How many loops there are. */
  public int loops() {
    return loops.size();
  }

  /**
   * A certain loop.
   *
   * @param index from 0 to {@link #loops()} - 1
   * @throws IndexOutOfBoundsException if there is no such loop
   */
  public EventLoop loop(int index) {
    return loops.get(index);
  }

  /** The loops in turn. */
  public EventLoop next() {
    return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
  }

  /** The loop whose thread is calling; empty on any other thread. */
  public Optional<EventLoop> current() {
    return loops.stream().filter(EventLoop::inLoop).findFirst();
  }

  /**
   * The loops for Reactor Netty: {@code TcpServer.create().runOn(loops.loopResources())}. Servers
   * accept and serve on them; a client connects on the loop it is called from, or else on any.
   * Disposing of it does nothing.
   */
  public LoopResources loopResources() {
    return loopResources;
  }

  /**
   * The Vertx that belongs to these loops. One made by {@link #create()} is closed by {@link
   * #close()} only; a borrowed one is the user's. On a loop's thread, its timers and contexts stay
   * on that thread.
   */
  public Vertx vertx() {
    return vertx;
  }

  /** Whether a thread is one of an event loop: of any that Netty or Vert.x made. */
  public static boolean isLoop(Thread thread) {
    return thread instanceof FastThreadLocalThread && !thread.getName().contains("worker");
  }

  /** Whether {@link #service} can lend something of this type, for any group of loops. */
  public static boolean lends(Class<?> type) {
    return type == LoopResources.class || type == Vertx.class;
  }

  /**
   * What these loops lend to stages that run on them, by type: {@link LoopResources} or {@link
   * Vertx}.
   */
  public <S> Optional<S> service(Class<S> type) {
    if (type == LoopResources.class) {
      return Optional.of(type.cast(loopResources));
    }
    return type == Vertx.class ? Optional.of(type.cast(vertx)) : Optional.empty();
  }

  /**
   * Whether Vert.x runs on these loops too; if not, going from a stage to Vert.x and back takes a
   * hop each way.
   */
  public boolean shared() {
    return shared;
  }

  /**
   * Takes no more tasks, runs those already taken, closes the connections and ends every thread of
   * the loops; returns when they have ended, after 5 s at the latest. Threads that block are
   * interrupted; one that ignores this is left behind as a daemon and logged with its stack. Loops
   * of a borrowed Vertx go on: only this view of them ends. Calling it again, also at the same
   * time, waits for the same end. Not interruptible.
   *
   * @throws IllegalStateException if called on one of the loops, which would wait for itself
   */
  @Override
  public void close() {
    current()
        .ifPresent(loop -> {
          throw new IllegalStateException(
              "close() was called on event loop '%s', for whose end it waits: call it on another thread"
                  .formatted(loop));
        });
    if (closed.compareAndSet(false, true)) {
      try {
        ending.run();
      } finally {
        ended.complete(null);
      }
    }
    ended.join();
  }
}
