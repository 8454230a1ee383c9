package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read from the text of a virtual thread. */
@Timeout(20)
class MountTest {

  private static Mount of(String text) {
    return Mount.of(text);
  }

  @Test
  void shouldReadTheCarrierOfAThreadThatRuns() {
    assertThat(of("VirtualThread[#23,a]/x]/runnable@ForkJoinPool-1-worker-1"))
        .isEqualTo(new Mount(Mount.Kind.RUNS, "ForkJoinPool-1-worker-1"));
  }

  @Test
  void shouldTellThatACarrierWaits() {
    assertThat(of("VirtualThread[#23]/timed_waiting@w").kind()).isEqualTo(Mount.Kind.PINS);
    assertThat(of("VirtualThread[#23]/blocked@w").kind()).isEqualTo(Mount.Kind.PINS);
  }

  @Test
  void shouldTellThoseThatWaitFromThoseThatCouldRun() {
    assertThat(of("VirtualThread[#23,a]/waiting").kind()).isEqualTo(Mount.Kind.WAITS);
    assertThat(of("VirtualThread[#23,a]/runnable").kind()).isEqualTo(Mount.Kind.READY);
  }

  @Test
  void shouldKnowNothingOfOtherTexts() {
    assertThat(of("Thread[#23,a,5,main]").kind()).isEqualTo(Mount.Kind.UNKNOWN);
    assertThat(of("VirtualThread[#23]/odd@w").kind()).isEqualTo(Mount.Kind.UNKNOWN);
  }

  @Test
  void shouldReadTheTextsOfThisJvm() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Mount[] own = new Mount[1];
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              own[0] = Mount.of(Thread.currentThread());
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (Mount.of(thread).kind() != Mount.Kind.WAITS) {
      LockSupport.parkNanos(1_000_000);
    }
    over.countDown();
    thread.join();

    assertThat(own[0].kind()).isEqualTo(Mount.Kind.RUNS);
    assertThat(own[0].carrier()).isNotEmpty();
  }
}
