package dev.leat.runtime.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/** The examples in the docs of the public types; where those print, these take note. */
class ExamplesTest {

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  @Test
  void shouldShareLoopsAsTheExampleOfEventLoopsSays() throws Exception {
    try (EventLoops loops = EventLoops.create(EventLoopOptions.defaults())) {
      loops.vertx().setTimer(10, id -> said.add("on " + Thread.currentThread().getName()));
      TcpServer server = TcpServer.create().runOn(loops.loopResources());
      loops.next().execute(() -> said.add("on " + Thread.currentThread().getName()));

      DisposableServer bound = server.host("127.0.0.1").port(0).bindNow(Echo.LIMIT);
      assertThat(bound.port()).isPositive();
      assertThat(said.poll(10, TimeUnit.SECONDS)).startsWith("on leat-loop-");
      assertThat(said.poll(10, TimeUnit.SECONDS)).startsWith("on leat-loop-");
    }
  }

  @Test
  void shouldRunATaskAsTheExampleOfEventLoopSays() throws Exception {
    try (EventLoops loops = EventLoops.create()) {
      EventLoop loop = loops.next();
      loop.execute(() -> said.add("on " + loop.name() + ": " + loop.inLoop()));

      assertThat(said.poll(10, TimeUnit.SECONDS)).isEqualTo("on leat-loop-0: true");
    }
  }

  @Test
  void shouldMakeLoopsAsTheExampleOfEventLoopOptionsSays() {
    EventLoopOptions options =
        EventLoopOptions.defaults().withLoops(2).withThreadPrefix("ingest-loop");

    try (EventLoops loops = EventLoops.create(options)) {
      assertThat(loops.loop(1).name()).isEqualTo("ingest-loop-1");
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void shouldUseEpollAsTheExampleOfLoopTransportSays() {
    EventLoops loops =
        EventLoops.create(EventLoopOptions.defaults().withTransport(LoopTransport.EPOLL));

    assertThat(Threads.of(loops.loop(0)).getName()).isEqualTo("leat-loop-0");
    loops.close();
  }
}
