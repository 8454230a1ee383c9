package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopTest {

  private final Stop stop = new Stop(Duration.ofMillis(20));
  private final List<String> calls = new ArrayList<>();

  @Test
  void shouldTellListenersOnceAboutRequestAndAbort() {
    stop.listen(() -> calls.add("request"), () -> calls.add("abort"));

    assertThat(stop.request("SIGTERM")).isTrue();
    assertThat(stop.request("SIGINT")).isFalse();
    stop.abort();
    stop.abort();

    assertThat(calls).containsExactly("request", "abort");
    assertThat(stop.reason()).isEqualTo("SIGTERM");
    assertThat(stop.aborted()).isTrue();
  }

  @Test
  void shouldTellLateListenersAtOnce() {
    stop.request("SIGTERM");

    stop.listen(() -> calls.add("request"), () -> calls.add("abort"));

    assertThat(calls).containsExactly("request");
  }

  @Test
  void shouldCutOffSomeTimeAfterTheRequest() {
    stop.request("SIGTERM");

    stop.cutOff().block(Duration.ofSeconds(10));
  }

  @Test
  void shouldPublishNothingAfterAbort() {
    stop.abort();

    assertThat(stop.beginPublishing()).isFalse();
  }

  @Test
  void shouldNotAbortWhatIsBeingPublished() {
    stop.listen(() -> {}, () -> calls.add("abort"));

    assertThat(stop.beginPublishing()).isTrue();
    stop.abort();

    assertThat(calls).isEmpty();
    assertThat(stop.aborted()).isFalse();
    assertThat(stop.beginPublishing()).isTrue();
  }
}
