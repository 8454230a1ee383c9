package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Position;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LaneIndexTest {

  private final InputFile a = file("a", 10_000);
  private final InputFile b = file("b", 100);

  @Test
  void shouldNumberLinesWithinTheirFile() throws Exception {
    LaneIndex index = new LaneIndex();
    index.beginFile(a, 0);
    BlockEntry first = index.add(a, 5_000, 5_000, true);
    BlockEntry second = index.add(a, 5_000, 10_000, true);
    index.beginFile(b, 0);
    BlockEntry third = index.add(b, 100, 100, true);

    first.nextLine(0);
    long inSecondPage = first.nextLine(4_500);
    long late = second.nextLine(4_999);
    long other = third.nextLine(7);

    assertThat(index.describe(inSecondPage)).isEqualTo(new Position("a", 2, 4_500));
    assertThat(index.describe(late)).isEqualTo(new Position("a", -1, 9_999));
    assertThat(index.describe(other)).isEqualTo(new Position("b", 1, 7));
    first.finish();
    assertThat(index.describe(late)).isEqualTo(new Position("a", 3, 9_999));
  }

  @Test
  void shouldForgetWhatIsAcknowledgedAndStillNumberTheRest() throws Exception {
    LaneIndex index = new LaneIndex();
    index.beginFile(a, 0);
    for (int i = 0; i < 9; i++) {
      BlockEntry entry = index.add(a, 1_000, (i + 1) * 1_000L, true);
      entry.nextLine(0);
      entry.nextLine(1);
      entry.finish();
    }
    BlockEntry last = index.add(a, 1_000, 10_000, true);
    long position = last.nextLine(5);

    index.acknowledged(last.from());

    assertThat(index.size()).isEqualTo(1);
    assertThat(index.describe(position)).isEqualTo(new Position("a", 19, 9_005));
    assertThat(index.done(last.from())).isEqualTo(9_000);
    assertThat(index.done(last.to())).isEqualTo(10_000);
  }

  @Test
  void shouldKeepABlockThatWasNotReadSoThatLaterLinesCanBeNumbered() throws Exception {
    LaneIndex index = new LaneIndex();
    index.beginFile(a, 0);
    BlockEntry first = index.add(a, 1_000, 1_000, true);
    BlockEntry second = index.add(a, 1_000, 2_000, true);
    long position = second.nextLine(0);

    index.acknowledged(second.from());
    first.finish();

    assertThat(index.describe(position).line()).isEqualTo(1);
  }

  @Test
  void shouldTellApartAsManyLinesAsAPageHasBytes() throws Exception {
    LaneIndex index = new LaneIndex();
    index.beginFile(a, 0);
    BlockEntry entry = index.add(a, 10_000, 10_000, true);

    long last = -1;
    for (int i = 0; i < 10_000; i++) {
      long position = entry.nextLine(i);
      assertThat(position).isGreaterThan(last);
      assertThat(index.describe(position)).isEqualTo(new Position("a", i + 1, i));
      last = position;
    }
    assertThat(entry.to()).isGreaterThan(last);
  }

  @Test
  void shouldSayWhenALaneIsTooLongForItsPositions() throws Exception {
    LaneIndex index = new LaneIndex(10_050);
    index.beginFile(a, 0);
    index.add(a, 10_000, 10_000, true);
    index.beginFile(b, 0);

    assertThatThrownBy(() -> index.add(b, 100, 100, true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'b': more than 10050 bytes in one lane");
  }

  @Test
  void shouldDescribeAPositionBeforeAnythingWasRead() {
    assertThat(new LaneIndex().describe(0)).isEqualTo(new Position("", -1, -1));
    assertThat(new LaneIndex().done(0)).isZero();
  }

  private static InputFile file(String name, long size) {
    return new InputFile(Path.of(name), name, size, Compression.NONE, 0);
  }
}
