package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.bytes.Line;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValuesTest {

  /** A record with a bit of everything. */
  record Order(int id, String name, List<Item> items, @Nullable Double discount, DayOfWeek day) {}

  /** A record in a record. */
  record Item(long sku, short count, boolean gift) {}

  private final Values values = new Values(new Codecs(ValuesTest.class.getClassLoader()));

  private @Nullable Object travelled(@Nullable Object value) {
    ByteWriter out = new ByteWriter();
    values.begin();
    values.write(value, out);
    values.begin();
    ByteReader in = new ByteReader(out.array(), 0, out.size());
    Object read = values.read(in);
    assertThat(in.remaining()).isZero();
    return read;
  }

  @Test
  void shouldCarrySimpleValues() {
    List<Object> all =
        List.of(
            "text",
            "",
            "é\u4e2d\ud83d\ude00",
            "what?",
            1L,
            -1,
            (short) -2,
            (byte) -3,
            'x',
            2.5,
            1.5f,
            true,
            false,
            Line.of("a line"),
            new BigDecimal("1.10"),
            Instant.ofEpochSecond(5, 7),
            Duration.ofMillis(3),
            UUID.nameUUIDFromBytes(new byte[3]),
            DayOfWeek.FRIDAY,
            Optional.of("x"),
            Optional.empty());

    for (Object value : all) {
      assertThat(travelled(value)).isEqualTo(value);
    }
    assertThat(travelled(null)).isNull();
  }

  @Test
  void shouldCarryTextThatIsNotWellFormed() {
    for (String text : List.of("\ud800", "a\udc00b?", "\ud800\ud800\udc00")) {
      assertThat(travelled(text)).isEqualTo(text);
    }
  }

  @Test
  void shouldCarryArraysOfPrimitives() {
    assertThat(travelled(new byte[] {1, 2})).isEqualTo(new byte[] {1, 2});
    assertThat(travelled(new int[] {1, -2})).isEqualTo(new int[] {1, -2});
    assertThat(travelled(new long[] {Long.MIN_VALUE})).isEqualTo(new long[] {Long.MIN_VALUE});
    assertThat(travelled(new double[] {0.5, Double.NaN})).isEqualTo(new double[] {0.5, Double.NaN});
    assertThat(travelled(new float[] {0.5f})).isEqualTo(new float[] {0.5f});
    assertThat(travelled(new short[] {-7})).isEqualTo(new short[] {-7});
    assertThat(travelled(new char[] {'x'})).isEqualTo(new char[] {'x'});
    assertThat(travelled(new boolean[] {true, false})).isEqualTo(new boolean[] {true, false});
  }

  @Test
  void shouldCarryRecordsAndCollections() {
    Order order =
        new Order(
            7,
            "a",
            List.of(new Item(1, (short) 2, true), new Item(3, (short) 4, false)),
            null,
            DayOfWeek.MONDAY);

    assertThat(travelled(order)).isEqualTo(order);
    assertThat(travelled(List.of(order, order))).isEqualTo(List.of(order, order));
    assertThat(travelled(Map.of("k", Set.of(1, 2)))).isEqualTo(Map.of("k", Set.of(1, 2)));
    assertThat(travelled(Arrays.asList("a", null))).isEqualTo(Arrays.asList("a", null));
  }

  @Test
  void shouldNameWhatCannotTravel() {
    assertThatThrownBy(() -> travelled(List.of(new Thread())))
        .isInstanceOf(UntransferableException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> travelled(new String[] {"a"})).hasMessageContaining("use a List");
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertThatThrownBy(() -> travelled(itself)).hasMessageContaining("nested");
  }

  @Test
  void shouldRefuseClassesThatAreNotData() {
    Codecs codecs = new Codecs(ValuesTest.class.getClassLoader());

    assertThatThrownBy(() -> codecs.named("java.lang.ProcessBuilder"))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> codecs.named("no.such.Class")).isInstanceOf(ProtocolException.class);
  }

  @Test
  void shouldSurviveAnyBytes() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      values.begin();
      try {
        values.read(new ByteReader(bytes, 0, bytes.length));
      } catch (ProtocolException | UntransferableException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }
}
