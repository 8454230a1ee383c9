package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.CheckReport.StageVerdict;
import dev.leat.pipeline.CheckReport.Verdict;
import dev.leat.pipeline.Progress.LaneProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** What is said about jobs: positions, failures, statistics, progress, checks. */
class ReportsTest {

  @Test
  void shouldSayWhereAndWhatFailed() {
    DeadLetter letter = letter(new Position("access.log", 7, 120), 3, "x".repeat(300));
    StageException failure = new StageException(letter, "Job.java:12");

    assertThat(failure)
        .hasMessageStartingWith(
            "stage 'parse' (Job.java:12) of pipeline 'p' failed at access.log:7 after 3 attempts: java.io.IOException: bad; element: xxx")
        .hasMessageEndingWith("x...")
        .hasCauseInstanceOf(IOException.class);
    assertThat(failure.getMessage()).hasSizeLessThan(400);
    assertThat(failure.pipeline()).isEqualTo("p");
    assertThat(failure.stage()).isEqualTo("parse");
    assertThat(failure.position().line()).isEqualTo(7);
    assertThat(failure.element()).hasSize(300);
  }

  @Test
  void shouldLeaveOutWhatIsNotKnown() {
    assertThat(new StageException(letter(Position.NONE, 1, "x"), "Job.java:12"))
        .hasMessage(
            "stage 'parse' (Job.java:12) of pipeline 'p' failed: java.io.IOException: bad; element: x");
    assertThat(Position.NONE).hasToString("no position");
    assertThat(new Position("socket", -1, -1)).hasToString("socket");
    assertThat(new Position("people.csv", 3, 40)).hasToString("people.csv:3");
    assertThat(new Position("people.csv", 3, 46, 7)).hasToString("people.csv:3:7");
    assertThat(new Position("people.csv", -1, 46, 7)).hasToString("people.csv");
  }

  private static DeadLetter letter(Position position, int attempts, String text) {
    return new DeadLetter("p", "parse", position, attempts, new IOException("bad"), text, false);
  }

  @Test
  void shouldFindStatisticsByName() {
    StageStats stats = new StageStats("parse", 3, 2, 1, 1, 0, 0, 0, Duration.ZERO);
    JobStats job = new JobStats(List.of(stats));

    assertThat(job.stage("parse")).isEqualTo(stats);
    assertThatThrownBy(() -> job.stage("pares"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("no stage 'pares' among [parse]");
  }

  @Test
  void shouldAddUpTheProgressOfLanes() {
    LaneProgress known = new LaneProgress("a", 3, 10, "bytes");
    LaneProgress unknown = new LaneProgress("b", 4, -1, "bytes");

    assertThat(new Progress(List.of(known, known), Duration.ZERO).size()).isEqualTo(20);
    assertThat(new Progress(List.of(known, unknown), Duration.ZERO).size()).isEqualTo(-1);
    assertThat(new Progress(List.of(known, unknown), Duration.ZERO).done()).isEqualTo(7);
  }

  @Test
  void shouldRunUnlessAStageIsRefused() {
    StageVerdict same = new StageVerdict("a", Verdict.SAME, "");
    StageVerdict refused = new StageVerdict("b", Verdict.REFUSED, "no files here: use a socket");

    assertThat(new CheckReport("inline", List.of(same)).runs()).isTrue();
    CheckReport report = new CheckReport("inline", List.of(same, refused));
    assertThat(report.runs()).isFalse();
    assertThat(report)
        .hasToString("inline\n  a: same\n  b: refused, no files here: use a socket\n");
  }

  @Test
  void shouldKnowWhichStatesAreFinal() {
    assertThat(Job.State.values())
        .filteredOn(Job.State::ended)
        .containsExactly(Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED);
  }
}
