package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whether a thread sleeps in native code, which Linux tells. */
@Timeout(60)
@Tag("waits")
@EnabledOnOs(OS.LINUX)
class NativeThreadTest {

  @Test
  void shouldSeeThatAThreadSleepsUntilItsSocketHasSomething() throws Exception {
    CompletableFuture<NativeThread> reader = new CompletableFuture<>();
    CompletableFuture<NativeThread> elsewhere = new CompletableFuture<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                elsewhere.complete(NativeThread.current(Path.of("there-is-no-such-link")));
                reader.complete(NativeThread.current());
                read(client);
              });

      await(reader.get(10, TimeUnit.SECONDS)::sleeps);
      assertThat(elsewhere.get(10, TimeUnit.SECONDS).sleeps()).isFalse(); // not known off Linux

      accepted.getOutputStream().write(1);
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(reader.get(10, TimeUnit.SECONDS).sleeps()).isFalse();
  }

  private static void read(Socket socket) {
    try {
      socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldSeeThatAThreadThatComputesDoesNotSleep() {
    NativeThread computing = NativeThread.current();

    assertThat(computing.sleeps()).isFalse();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
