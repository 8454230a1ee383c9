package dev.leat.samples.tour;

import static dev.leat.samples.tour.Rows.missing;
import static dev.leat.samples.tour.Rows.row;
import static dev.leat.samples.tour.Workload.COMPUTING;
import static dev.leat.samples.tour.Workload.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The advice follows the figures, whatever the model is known for. */
class AdviceTest {

  @Test
  void shouldSayHowLittleAWaitingLoopComputes() {
    assertThat(advice(row(WAITING, Model.LOOP, 2_000, 200)))
        .isEqualTo(
            "One call after the other; its thread computes 10 % of the time and waits for the rest.");
  }

  @Test
  void shouldPraiseManyCallsAtOnce() {
    assertThat(advice(row(WAITING, Model.COROUTINES, 35, 20), row(WAITING, Model.LOOP, 2_000, 200)))
        .isEqualTo(
            "57.1 times as fast, because 64 calls wait at once; 0.57 cores are busy. The fastest: take it.");
  }

  @Test
  void shouldNameWhatIsFasterThanAFewCallsAtOnce() {
    assertThat(
            advice(
                row(WAITING, Model.FORKED_JVMS, 1_000, 900),
                row(WAITING, Model.LOOP, 2_000, 200),
                row(WAITING, Model.EVENT_LOOP, 50, 40)))
        .isEqualTo(
            "2.0 times as fast, because 2 calls wait at once; 0.90 cores are busy. Event loop: 20.0 times as fast as this.");
  }

  @Test
  void shouldNotPraiseWhatGainsNothing() {
    assertThat(
            advice(
                row(WAITING, Model.COROUTINES, 2_000, 300), row(WAITING, Model.LOOP, 2_000, 200)))
        .startsWith("No gain, although 64 calls could wait at once. ");
  }

  @Test
  void shouldShowTheLockOfAnInterpreterThatHasOne() {
    assertThat(
            advice(
                row(COMPUTING, Model.PYTHON_THREADS, 2_050, 2_060),
                row(COMPUTING, Model.PYTHON_LOOP, 2_000, 2_000)))
        .startsWith("2 threads and no gain: the interpreter's lock lets one");
  }

  @Test
  void shouldNotSpeakOfALockWhereThreadsComputeAtOnce() {
    assertThat(
            advice(
                row(COMPUTING, Model.PYTHON_THREADS, 1_050, 2_060),
                row(COMPUTING, Model.PYTHON_LOOP, 2_000, 2_000)))
        .startsWith("Parallel: 1.90 times as fast, for about the same CPU.")
        .doesNotContain("lock");
  }

  @Test
  void shouldTellConcurrencyFromParallelism() {
    Row loop = row(COMPUTING, Model.LOOP, 2_000, 2_000);
    Row pool = row(COMPUTING, Model.POOL, 1_030, 2_200);

    assertThat(advice(row(COMPUTING, Model.ONE_THREAD, 2_010, 2_020), loop, pool))
        .startsWith("Concurrency without parallelism: ")
        .endsWith("Parallel pool: 2.0 times as fast as this.");
    assertThat(advice(pool, loop))
        .isEqualTo("Parallel: 1.94 times as fast, for 10 % more CPU. The fastest: take it.");
  }

  @Test
  void shouldSayWhatAPoolLosesThatIsSlower() {
    assertThat(
            advice(
                row(COMPUTING, Model.POOL, 3_000, 5_000), row(COMPUTING, Model.LOOP, 2_000, 2_000)))
        .startsWith("50 % slower than the loop, for 150 % more CPU.");
  }

  @Test
  void shouldSayThatLeatFoundItOnlyWhereItDid() {
    Row loop = row(COMPUTING, Model.LOOP, 2_000, 2_000);

    assertThat(advice(row(COMPUTING, Model.EVENT_LOOP, 2_000, 2_000, 1), loop))
        .contains("Leat found and reported it.");
    assertThat(advice(row(COMPUTING, Model.EVENT_LOOP, 2_000, 2_000, 0), loop))
        .doesNotContain("found");
  }

  @Test
  void shouldNotAdviseToComputeOnALoopHoweverFastThatIs() {
    Row loop = row(COMPUTING, Model.LOOP, 2_000, 2_000);
    Row eventLoop = row(COMPUTING, Model.EVENT_LOOP, 1_950, 1_900);

    assertThat(advice(eventLoop, loop))
        .contains("keeps its calls waiting")
        .doesNotContain("take it");
    assertThat(new Advice(List.of(loop, eventLoop), 1).conclusion()).contains("plain loop");
  }

  @Test
  void shouldAdviseTheLeanestOfThoseThatAreFast() {
    Row loop = row(WAITING, Model.LOOP, 2_000, 200);
    Row threads = row(WAITING, Model.THREADS, 40, 60);
    Row eventLoop = row(WAITING, Model.EVENT_LOOP, 42, 20);

    assertThat(advice(threads, loop, eventLoop))
        .endsWith("The fastest; event loop does it with 33 % of the CPU.");
    assertThat(advice(eventLoop, loop, threads))
        .endsWith("As fast as any, and none of the fast ones takes less CPU: take it.");
    assertThat(new Advice(List.of(loop, threads, eventLoop), 2).conclusion())
        .isEqualTo(
            "The job that waits: event loop takes 0.04 s, 47.6 times as fast as the plain loop, with 0.48 cores busy and 78.0 MB.");
  }

  @Test
  void shouldNotConcludeThatAnythingHelpsWhereNothingDoes() {
    Row loop = row(COMPUTING, Model.LOOP, 2_000, 2_000);
    Row pool = row(COMPUTING, Model.POOL, 2_600, 4_000);

    assertThat(new Advice(List.of(loop, pool), 2).conclusion())
        .isEqualTo(
            "The job that computes: nothing was faster than the plain loop, which takes 2.00 s.");
  }

  @Test
  void shouldSayWhyARowIsEmpty() {
    assertThat(advice(missing(COMPUTING, Model.FORKED_PYTHON, Row.NO_PYTHON)))
        .isEqualTo("Not measured: there is no Python 3.8 or newer here.");
    assertThat(advice(row(COMPUTING, Model.POOL, 1, 1))).isEqualTo("Nothing to compare it with.");
  }

  private static String advice(Row row, Row... others) {
    List<Row> rows = new ArrayList<>(List.of(row));
    rows.addAll(List.of(others));
    return new Advice(rows, 2).of(row);
  }
}
