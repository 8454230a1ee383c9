package dev.leat.samples.tcpingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.samples.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {

  private static final Disk DISK =
      new Disk() {
        @Override
        public <R> R write(Write<R> action) throws IOException {
          return action.run();
        }
      };

  @TempDir private Path folder;
  private final LongAdder written = new LongAdder();
  private int files;

  private SinkWriter<Line> open(Journal.Naming naming, long rollSize) throws Exception {
    Journal<Line> journal = new Journal<>("test", naming, rollSize, line -> line, written, DISK);
    return journal.open(new NoContext());
  }

  private Path next() {
    return folder.resolve("file-" + files++);
  }

  private record NoContext() implements ConnectorContext {
    @Override
    public String pipeline() {
      return "test";
    }

    @Override
    public String stage() {
      return "test";
    }

    @Override
    public <S> Optional<S> service(Class<S> type) {
      return Optional.empty();
    }
  }

  @Test
  void shouldBeginAnotherFileBeforeOneIsLargerThanItsSize() throws Exception {
    SinkWriter<Line> writer = open(this::next, 10);
    writer.write(List.of(Line.of("1234"), Line.of("5678"), Line.of("9"), Line.of("x".repeat(40))));
    writer.write(List.of(Line.of("")));
    writer.flush();
    writer.close();

    assertThat(written.sum()).isEqualTo(5);
    assertThat(folder.resolve("file-0")).hasContent("1234\n5678\n");
    assertThat(folder.resolve("file-1")).hasContent("9\n");
    assertThat(folder.resolve("file-2")).hasContent("x".repeat(40) + "\n");
    assertThat(folder.resolve("file-3")).hasContent("\n");
  }

  @Test
  void shouldWriteLinesLongerThanItsBuffer() throws Exception {
    SinkWriter<Line> writer = open(this::next, Long.MAX_VALUE);
    String line = "y".repeat(700_000);
    writer.write(List.of(Line.of("a"), Line.of(line), Line.of("b")));
    writer.close();

    assertThat(Files.readString(folder.resolve("file-0"))).isEqualTo("a\n" + line + "\nb\n");
  }

  @Test
  void shouldFailForGoodWhenATimerCouldNotSync() throws Exception {
    SinkWriter<Line> writer = open(() -> Path.of("/dev/null"), Long.MAX_VALUE); // not to be synced
    writer.write(List.of(Line.of("lost")));
    Waiting.until(() -> failsToWrite(writer));

    assertThatThrownBy(writer::flush).isInstanceOf(IOException.class).hasMessageContaining("null");
    writer.close();
  }

  private static boolean failsToWrite(SinkWriter<Line> writer) {
    try {
      writer.write(List.of());
      return false;
    } catch (Exception e) {
      return true;
    }
  }
}
