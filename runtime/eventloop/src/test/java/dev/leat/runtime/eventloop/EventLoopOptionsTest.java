package dev.leat.runtime.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLoopOptionsTest {

  @Test
  void shouldDefaultToFewLoopsOnNio() {
    EventLoopOptions options = EventLoopOptions.defaults();

    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(options.loops()).isEqualTo(cores <= 2 ? 1 : 2);
    assertThat(options.threadPrefix()).isEqualTo("leat-loop");
    assertThat(options.transport()).isEqualTo(LoopTransport.NIO);
  }

  @Test
  void shouldChangeOneValueAtATime() {
    EventLoopOptions options =
        EventLoopOptions.defaults()
            .withLoops(7)
            .withThreadPrefix("x")
            .withTransport(LoopTransport.EPOLL);

    assertThat(options)
        .isEqualTo(new EventLoopOptions(7, "x", LoopTransport.EPOLL, options.uncaught()));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_025})
  void shouldRefuseANumberOfLoopsOutOfRange(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventLoopOptions.defaults().withLoops(number))
        .withMessageContaining("from 1 to 1024, but is " + number);
  }

  @Test
  void shouldRefuseABlankPrefix() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventLoopOptions.defaults().withThreadPrefix(" "))
        .withMessageContaining("thread prefix is blank");
  }
}
