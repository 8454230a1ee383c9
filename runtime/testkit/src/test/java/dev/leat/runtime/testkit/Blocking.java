package dev.leat.runtime.testkit;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls that block, and how messages name them. None of them gets so far as to wait where it is
 * caught; where it is not, each ends by itself within a second.
 */
@SuppressWarnings({
  "CheckReturnValue", // they are made for what they do to their thread
  "WaitNotInLoop", // nothing is waited for
  "ThreadJoinLoop", // it is one of the calls
  "FutureReturnValueIgnored", // nobody wants the results
  "AddressSelection", // it is one of the calls
  "ImmutableEnumChecker" // the actions have no state
})
enum Blocking {
  SLEEP("java.lang.Thread.sleep", place -> Thread.sleep(1)),
  TIME_UNIT_SLEEP("java.util.concurrent.TimeUnit.sleep", place -> TimeUnit.MILLISECONDS.sleep(1)),
  PARK("java.util.concurrent.locks.LockSupport.parkNanos", place -> LockSupport.parkNanos(1_000)),
  WAIT(
      "java.lang.Object.wait",
      place -> {
        synchronized (place) {
          place.wait(1);
        }
      }),
  THREAD_JOIN("java.lang.Thread.join", place -> place.holder.join(1)),
  FUTURE_GET(
      "java.util.concurrent.FutureTask.get",
      place -> new FutureTask<>(() -> 1).get(1, TimeUnit.SECONDS)),
  COMPLETABLE_FUTURE_GET(
      "java.util.concurrent.CompletableFuture.get",
      place -> new CompletableFuture<>().get(1, TimeUnit.SECONDS)),
  COMPLETABLE_FUTURE_JOIN(
      "java.util.concurrent.CompletableFuture.join",
      place -> new CompletableFuture<>().orTimeout(1, TimeUnit.SECONDS).join()),
  LATCH(
      "java.util.concurrent.CountDownLatch.await",
      place -> new CountDownLatch(1).await(1, TimeUnit.SECONDS)),
  SEMAPHORE(
      "java.util.concurrent.Semaphore.tryAcquire",
      place -> new Semaphore(0).tryAcquire(1, TimeUnit.SECONDS)),
  CONTENDED_LOCK("java.util.concurrent.locks.ReentrantLock.lock", place -> place.lock.lock()),
  QUEUE_POLL(
      "java.util.concurrent.LinkedBlockingQueue.poll",
      place -> new LinkedBlockingQueue<>().poll(1, TimeUnit.SECONDS)),
  QUEUE_TAKE(
      "java.util.concurrent.LinkedBlockingQueue.take", place -> new LinkedBlockingQueue<>().take()),
  MONO_BLOCK("reactor.core.publisher.Mono.block", place -> Mono.just(1).hide().block()),
  MONO_BLOCK_FOR(
      "reactor.core.publisher.Mono.block",
      place -> Mono.just(1).hide().block(Duration.ofMillis(1))),
  FLUX_BLOCK("reactor.core.publisher.Flux.blockLast", place -> Flux.just(1).blockLast()),
  FILE_INPUT("java.io.FileInputStream.read", place -> place.in.read()),
  FILE_INPUT_BYTES("java.io.FileInputStream.read", place -> place.in.read(new byte[8])),
  FILE_OUTPUT("java.io.FileOutputStream.write", place -> place.out.write(1)),
  FILES_READ("java.nio.file.Files.readAllBytes", place -> Files.readAllBytes(place.file)),
  FILES_LINES("java.nio.file.Files.readAllLines", place -> Files.readAllLines(place.file)),
  FILES_WRITE("java.nio.file.Files.writeString", place -> Files.writeString(place.file, "text")),
  CHANNEL_READ(
      "sun.nio.ch.FileChannelImpl.read", place -> place.channel.read(ByteBuffer.allocate(8))),
  CHANNEL_READ_AT(
      "sun.nio.ch.FileChannelImpl.read", place -> place.channel.read(ByteBuffer.allocate(8), 2)),
  CHANNEL_WRITE(
      "sun.nio.ch.FileChannelImpl.write",
      place -> place.channel.write(ByteBuffer.wrap(new byte[] {1, 2}))),
  CHANNEL_FORCE("sun.nio.ch.FileChannelImpl.force", place -> place.channel.force(true)),
  CHANNEL_LOCK("java.nio.channels.FileChannel.lock", place -> place.channel.lock().release()),
  CHANNEL_TRANSFER(
      "sun.nio.ch.FileChannelImpl.transferTo",
      place -> place.channel.transferTo(0, 4, place.out.getChannel())),
  CHANNEL_TRUNCATE("sun.nio.ch.FileChannelImpl.truncate", place -> place.channel.truncate(1)),
  FILES_COPY(
      "java.nio.file.Files.copy",
      place -> Files.copy(place.file, place.file.resolveSibling("copy.txt"))),
  RANDOM_ACCESS_READ("java.io.RandomAccessFile.read", place -> place.random.read()),
  RANDOM_ACCESS_WRITE("java.io.RandomAccessFile.write", place -> place.random.write(1)),
  SOCKET_OPEN(
      "java.net.Socket.<init>",
      place -> new Socket(InetAddress.getLoopbackAddress(), place.port()).close()),
  SOCKET_CONNECT(
      "java.net.Socket.connect",
      place -> {
        try (Socket socket = new Socket()) {
          socket.connect(place.address());
        }
      }),
  SOCKET_CONNECT_FOR(
      "java.net.Socket.connect",
      place -> {
        try (Socket socket = new Socket()) {
          socket.connect(place.address(), 500);
        }
      }),
  SOCKET_READ("java.net.Socket$SocketInputStream.read", place -> place.socketIn.read()),
  SOCKET_WRITE(
      "java.net.Socket$SocketOutputStream.write", place -> place.socket.getOutputStream().write(1)),
  DNS("java.net.InetAddress.getByName", place -> InetAddress.getByName("leat-test.invalid")),
  PROCESS("java.lang.ProcessBuilder.start", place -> new ProcessBuilder("true").start().destroy()),
  JDBC(
      "",
      place -> DriverManager.getConnection("jdbc:h2:" + place.file.resolveSibling("db")).close());

  private final String method;
  private final Action action;

  Blocking(String method, Action action) {
    this.method = method;
    this.action = action;
  }

  /** A call. */
  @FunctionalInterface
  interface Action {
    void run(Place place) throws Exception;
  }

  /** How the call is named; empty where that is an affair of a library. */
  String method() {
    return method;
  }

  /** Makes the call, whatever it throws. */
  int swallowed(Place place, int element) {
    try {
      action.run(place);
    } catch (Throwable t) {
      // What a library that is careless of errors does.
    }
    return element;
  }

  /** What the calls need, made by a thread that may block. */
  static final class Place implements AutoCloseable {

    final ReentrantLock lock = new ReentrantLock();
    final Thread holder;
    final Path file;
    final FileInputStream in;
    final FileOutputStream out;
    final FileChannel channel;
    final RandomAccessFile random;
    final ServerSocket server;
    final Socket socket;
    final InputStream socketIn;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    Place(Path folder) throws Exception {
      DriverManager.getConnection("jdbc:h2:mem:").close(); // loads the driver
      file = Files.writeString(folder.resolve("file.txt"), "some text");
      in = new FileInputStream(file.toFile());
      out = new FileOutputStream(folder.resolve("out.txt").toFile());
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      random = new RandomAccessFile(file.toFile(), "rw");
      server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
      socket.setSoTimeout(500);
      socketIn = socket.getInputStream();
      holder = new Thread(this::hold, "holder");
      holder.setDaemon(true);
      holder.start();
      held.await();
    }

    private void hold() {
      lock.lock();
      try {
        held.countDown();
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
    }

    int port() {
      return server.getLocalPort();
    }

    InetSocketAddress address() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    @Override
    public void close() throws IOException {
      over.countDown();
      in.close();
      out.close();
      channel.close();
      random.close();
      socket.close();
      server.close();
    }
  }
}
