package dev.leat.samples.poison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.runtime.LocalRuntime;
import org.junit.jupiter.api.Test;

class PoisonJobTest {

  @Test
  void shouldDeliverAllButThePoison() {
    PoisonJob job = new PoisonJob(600, 2);
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      runtime.run(job.pipeline());
    }

    assertThat(job.delivered()).isEqualTo(595);
    assertThat(job.letters())
        .extracting(DeadLetter::text)
        .containsExactly("150", "250", "350", "450", "550");
    assertThat(job.letters())
        .extracting(letter -> ((WorkerException) letter.cause()).reason())
        .containsExactly(Reason.THREW, Reason.DIED, Reason.DIED, Reason.DIED, Reason.TIMED_OUT);
    assertThat(job.letters())
        .anySatisfy(letter -> assertThat(letter.cause()).hasMessageContaining("SIGSEGV"));
  }
}
