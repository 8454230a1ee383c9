package dev.leat.runtime.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.DomainSocketChannel;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopTransportTest {

  @Test
  void shouldSayWhatToAddWhenANativeTransportIsMissing() {
    Set<Thread> before = Threads.alive();

    assertThatIllegalStateException()
        .isThrownBy(() ->
            EventLoops.create(EventLoopOptions.defaults().withTransport(LoopTransport.IO_URING)))
        .withMessageContaining("IO_URING is not available")
        .withMessageContaining("io.netty:netty-transport-native-io_uring")
        .withMessageContaining("or use LoopTransport.NIO");
    // Loops of a test before this one may still be ending.
    assertThat(Threads.holds(Duration.ofSeconds(10), () -> before.containsAll(Threads.alive())))
        .as("no thread is left")
        .isTrue();
  }

  @Test
  void shouldNameTheChannelClassesOfNio() {
    try (EventLoops loops = EventLoops.create()) {
      var resources = loops.loopResources();

      assertThat(resources.onChannelClass(DatagramChannel.class, resources.onServer(false)))
          .isEqualTo(NioDatagramChannel.class);
    }
  }

  @Test
  void shouldRefuseDomainSocketsOnNio() {
    try (EventLoops loops = EventLoops.create()) {
      var resources = loops.loopResources();

      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> resources.onChannel(DomainSocketChannel.class, resources.onServer(false)))
          .withMessageContaining("use LoopTransport.EPOLL");
    }
  }
}
