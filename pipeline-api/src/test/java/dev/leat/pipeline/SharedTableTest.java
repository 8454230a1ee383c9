package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.ConnectorContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTableTest {

  private static final ConnectorContext CONTEXT = new NoContext();

  @TempDir private Path folder;

  private <C> C opened(SharedTable<C> table) throws Exception {
    return table.writtenTo(Files.createFile(folder.resolve("table"))).open(CONTEXT);
  }

  @Test
  void shouldReadWholeNumbers() throws Exception {
    SharedLongs numbers = opened(SharedTable.longs(() -> new long[] {-7, 0, Long.MAX_VALUE}));

    assertThat(numbers.size()).isEqualTo(3);
    assertThat(numbers.get(0)).isEqualTo(-7);
    assertThat(numbers.get(2)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldFindNumbersThatAreSorted() throws Exception {
    SharedLongs longs = opened(SharedTable.longs(() -> new long[] {-5, 1, 1_000}));

    assertThat(longs.search(1_000)).isEqualTo(2);
    assertThat(longs.search(-6)).isEqualTo(-1);
    assertThat(longs.search(2)).isEqualTo(-3);
  }

  @Test
  void shouldReadFloatingPointNumbers() throws Exception {
    SharedDoubles numbers =
        opened(SharedTable.doubles(() -> new double[] {0.1, Double.NaN, -1e300}));

    assertThat(numbers.size()).isEqualTo(3);
    assertThat(numbers.get(0)).isEqualTo(0.1);
    assertThat(numbers.get(1)).isNaN();
    assertThat(numbers.search(7)).isNegative();
  }

  @Test
  void shouldReadTheBytesThatAreLeftInABuffer() throws Exception {
    ByteBuffer buffer = ByteBuffer.wrap("xxhello".getBytes(StandardCharsets.UTF_8)).position(2);

    SharedBytes bytes = opened(SharedTable.bytes(() -> buffer));

    assertThat(bytes.size()).isEqualTo(5);
    assertThat(bytes.get(1)).isEqualTo((byte) 'e');
    assertThat(bytes.text(1, 3)).isEqualTo("ell");
    assertThat(buffer.position()).isEqualTo(2);
  }

  @Test
  void shouldReadNumbersAtAnyPlaceOfAFile() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {9, 1, 2, 0, 0, 0, 0, 0, 0, 9});

    SharedBytes bytes = SharedTable.file(file).open(CONTEXT);

    assertThat(bytes.getLong(1)).isEqualTo(0x201);
    assertThatThrownBy(() -> bytes.getLong(3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("8 bytes from 3 on do not exist in a shared table of 10");
  }

  @Test
  void shouldFindWhatAHashMapFinds() throws Exception {
    Random random = new Random(3);
    Map<String, String> entries = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      entries.put(text(random), text(random));
    }
    SharedMap table = opened(SharedTable.map(() -> entries));

    assertThat(table.size()).isEqualTo(entries.size());
    entries.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
    for (int i = 0; i < 1_000; i++) {
      String key = text(random);
      assertThat(table.get(key)).isEqualTo(entries.get(key));
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(6); left > 0; left--) {
      text.appendCodePoint(
          random.nextBoolean() ? random.nextInt(0x80) : 0x1f600 + random.nextInt(9));
    }
    return text.toString();
  }

  @Test
  void shouldHoldNothingToo() throws Exception {
    assertThat(opened(SharedTable.map(Map::of)).get("")).isNull();
    assertThat(SharedTable.file(Files.createFile(folder.resolve("e"))).open(CONTEXT).size())
        .isZero();
  }

  @Test
  void shouldSayThatAnIndexDoesNotExist() throws Exception {
    SharedLongs numbers = opened(SharedTable.longs(() -> new long[2]));

    assertThatThrownBy(() -> numbers.get(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no index 2 among 2");
    assertThatThrownBy(() -> numbers.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldSayThatItIsClosed() throws Exception {
    SharedTable<SharedLongs> table =
        SharedTable.longs(() -> new long[2]).writtenTo(Files.createFile(folder.resolve("t")));
    SharedLongs numbers = table.open(CONTEXT);
    table.close(numbers);

    assertThatThrownBy(() -> numbers.get(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its job has ended");
  }

  @Test
  void shouldRefuseAFileOfAnotherKind() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[10]);

    assertThatThrownBy(() -> SharedTable.longs(file).open(CONTEXT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("10 bytes is not a multiple of 8");
    assertThatThrownBy(() -> SharedTable.doubles(file).open(CONTEXT))
        .hasMessageContaining("does not hold floating-point numbers");
  }

  @Test
  void shouldSayThatThereIsNoFile() {
    assertThatThrownBy(() -> SharedTable.file(folder.resolve("missing")).open(CONTEXT))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> SharedTable.file(folder).open(CONTEXT))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void shouldRefuseNull() {
    Map<String, String> entries = new HashMap<>();
    entries.put("key", null);

    assertThatThrownBy(() -> opened(SharedTable.map(() -> entries)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("a key or a value of a shared table is null");
    assertThatThrownBy(
            () -> SharedTable.longs(() -> null).writtenTo(Files.createFile(folder.resolve("n"))))
        .hasMessageContaining("returned null");
  }
}
