package dev.leat.pipeline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinksTest {

  @Test
  void shouldCallTheActionInOrder() throws Exception {
    List<String> seen = new ArrayList<>();
    SinkWriter<String> writer = Sinks.<String>each(seen::add).open(ReadBlocks.CONTEXT);

    writer.write(List.of("a", "b"));
    writer.write(List.of("c"));
    writer.flush();
    writer.commit();
    writer.close();

    assertThat(seen).containsExactly("a", "b", "c");
  }

  @Test
  void shouldFailWithTheExceptionOfTheAction() throws Exception {
    Sink<String> sink =
        Sinks.each(element -> {
          throw new IOException("full at " + element);
        });

    assertThatThrownBy(() -> sink.open(ReadBlocks.CONTEXT).write(List.of("a", "b")))
        .isInstanceOf(IOException.class)
        .hasMessage("full at a");
  }

  @Test
  void shouldWriteWhatAFunctionMakesOfTheElements() throws Exception {
    List<String> seen = new ArrayList<>();
    Sink<String> lines =
        new Sink<>() {
          @Override
          public String describe() {
            return "lines";
          }

          @Override
          public SinkWriter<String> open(ConnectorContext context) {
            return new NotingWriter(seen);
          }
        };
    Sink<Integer> sink = Sinks.mapping(number -> "number " + number, lines);
    SinkWriter<Integer> writer = sink.open(ReadBlocks.CONTEXT);

    writer.write(List.of(1, 2));
    writer.flush();
    writer.commit();
    writer.abort();
    writer.close();

    assertThat(sink.describe()).isEqualTo("lines");
    assertThat(seen).containsExactly("number 1", "number 2", "flush", "commit", "abort", "close");
  }

  private record NotingWriter(List<String> seen) implements SinkWriter<String> {

    @Override
    public void write(List<? extends String> chunk) {
      seen.addAll(chunk);
    }

    @Override
    public void flush() {
      seen.add("flush");
    }

    @Override
    public void commit() {
      seen.add("commit");
    }

    @Override
    public void abort() {
      seen.add("abort");
    }

    @Override
    public void close() {
      seen.add("close");
    }
  }

  @Test
  void shouldDiscard() throws Exception {
    Sinks.discard().open(ReadBlocks.CONTEXT).write(List.of("a"));

    assertThat(Sinks.discard().describe()).isEqualTo("discard");
  }

  @Test
  void shouldNameTheServiceThatARuntimeDoesNotOffer() {
    assertThat(ReadBlocks.CONTEXT.require(String.class)).isEqualTo("lent");
    assertThatThrownBy(() -> ReadBlocks.CONTEXT.require(Integer.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stage 's' needs java.lang.Integer, which this runtime does not offer");
  }
}
