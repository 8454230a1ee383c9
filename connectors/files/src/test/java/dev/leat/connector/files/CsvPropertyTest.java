package dev.leat.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.leat.connector.files.LaneDriver.Result;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.pipeline.connector.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rows and random text, read in pieces of every size, against FastCSV's own reader. */
class CsvPropertyTest {

  private static final int ROUNDS = 200;
  private static final int MOST_FIELDS = 64;

  @TempDir private Path folder;

  /** A row and the line in which it begins. */
  private record Row(long line, List<String> fields) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldReadBackWhatWasWritten(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      CsvDialect dialect = random.nextBoolean() ? CsvDialect.DEFAULTS : new CsvDialect(';', '\'');
      List<String> columns =
          IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> "c,\"" + i).toList();
      List<Map<String, String>> rows = randomRows(random, columns);
      Path file = folder.resolve(round + ".csv");
      write(
          FileSink.csv(file, columns, o -> o.separator(dialect.separator()).quote(dialect.quote())),
          rows);
      int blockSize = 1 + random.nextInt(64);
      Source<Map<String, String>> source =
          FileSource.csv(
              file,
              o -> o.separator(dialect.separator()).quote(dialect.quote()).blockSize(blockSize));

      assertThat(LaneDriver.read(source).values())
          .as("seed %d, round %d", seed, round)
          .isEqualTo(rows);
      assertThat(LaneDriver.readInParallel(source, seed + round, 2).values())
          .as("parallel, seed %d, round %d", seed, round)
          .isEqualTo(rows);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void shouldReadTextLikeFastCsv(long seed) throws Exception {
    Random random = new Random(seed);
    int malformed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = randomText(random);
      boolean packed = random.nextInt(4) == 0;
      Path file = folder.resolve(round + (packed ? ".gz" : ".csv"));
      Files.write(file, packed ? Compressed.gzip(text) : text.getBytes(UTF_8));
      int blockSize = 1 + random.nextInt(40);
      Source<Map<String, String>> source =
          FileSource.csv(file, o -> o.columns(names()).allowMissingColumns().blockSize(blockSize));
      List<Row> expected = new ArrayList<>();
      boolean wellFormed = readByFastCsv(text, expected);
      malformed += wellFormed ? 0 : 1;

      Result<Map<String, String>> result = LaneDriver.read(source);
      List<Row> found = beforeTheFirstRejected(result);

      assertThat(found).as("seed %d, round %d: %s", seed, round, text).isEqualTo(expected);
      assertThat(result.causes().isEmpty())
          .as("well-formed, seed %d, round %d: %s", seed, round, text)
          .isEqualTo(wellFormed);
      Result<Map<String, String>> parallel = LaneDriver.readInParallel(source, seed + round, 2);
      assertThat(parallel.items()).isEqualTo(result.items());
      assertThat(parallel.positions()).isEqualTo(result.positions());
    }
    assertThat(malformed).as("malformed texts, seed %d", seed).isBetween(10, ROUNDS - 10);
  }

  private static String[] names() {
    return IntStream.range(0, MOST_FIELDS).mapToObj(i -> "c" + i).toArray(String[]::new);
  }

  /** The rows before the first malformed one; returns whether there is none. */
  private static boolean readByFastCsv(String text, List<Row> rows) {
    CsvReader<CsvRecord> oracle =
        CsvReader.builder()
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text);
    try {
      for (CsvRecord row : oracle) {
        rows.add(new Row(row.getStartingLineNumber(), row.getFields()));
      }
      return true;
    } catch (CsvParseException e) {
      return false;
    }
  }

  private static List<Row> beforeTheFirstRejected(Result<Map<String, String>> result) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < result.items().size() && !result.items().get(i).rejected(); i++) {
      List<String> fields = List.copyOf(result.items().get(i).value().values());
      rows.add(new Row(result.positions().get(i).line(), fields));
    }
    return rows;
  }

  private static List<Map<String, String>> randomRows(Random random, List<String> columns) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      Map<String, String> row = new LinkedHashMap<>();
      columns.forEach(column -> row.put(column, randomField(random)));
      rows.add(row);
    }
    return rows;
  }

  private static String randomField(Random random) {
    String alphabet = "ab,;\"'\n\r# \u00e9\u20ac";
    StringBuilder field = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      field.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return field.append(random.nextInt(10) == 0 ? "\uD83D\uDE00" : "").toString();
  }

  private static String randomText(Random random) {
    String alphabet = random.nextBoolean() ? "a\u00e9,\"\n\r" : "aab,,\n\r\n";
    StringBuilder text = new StringBuilder();
    int fields = 0;
    for (int i = random.nextInt(60); i > 0; i--) {
      char next = alphabet.charAt(random.nextInt(alphabet.length()));
      fields += next == ',' ? 1 : 0;
      text.append(next == ',' && fields >= MOST_FIELDS ? 'a' : next);
    }
    return text.toString();
  }

  static <T> void write(Sink<? super T> sink, List<T> elements) throws Exception {
    write(sink.open(LaneDriver.CONTEXT), elements);
  }

  private static <T> void write(SinkWriter<? super T> writer, List<T> elements) throws Exception {
    writer.write(elements);
    writer.flush();
    writer.commit();
    writer.close();
  }
}
