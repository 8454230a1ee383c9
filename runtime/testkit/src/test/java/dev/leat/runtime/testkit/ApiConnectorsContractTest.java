package dev.leat.runtime.testkit;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.connector.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** The sources and a sink of the API keep the contract, and so do those of the test kit's docs. */
class ApiConnectorsContractTest {

  abstract static class OfNumbers extends SourceContractTest<Integer> {

    @Override
    protected Integer element(int index) {
      return index;
    }

    @Override
    protected Source<Integer> broken(List<Integer> elements) {
      return Sources.endless(() -> new TestkitExamples.BreakingIterator(elements));
    }

    @Override
    protected Source<Integer> unusable() {
      return Sources.endless(() -> {
        throw new IOException("no such table");
      });
    }
  }

  @Nested
  class OfAnIterable extends OfNumbers {
    @Override
    protected Source<Integer> source(List<Integer> elements) {
      return Sources.from(elements);
    }

    @Override
    protected Source<Integer> broken(List<Integer> elements) {
      return Sources.from(() -> new TestkitExamples.BreakingIterator(elements));
    }
  }

  @Nested
  class OfAnIterator extends OfNumbers {
    @Override
    protected Source<Integer> source(List<Integer> elements) {
      return Sources.endless(elements::iterator);
    }

    @Override
    protected Optional<Source<Integer>> waiting() {
      return Optional.of(Sources.endless(WaitingIterator::new));
    }
  }

  @Nested
  class OfAPublisher extends OfNumbers {
    @Override
    protected Source<Integer> source(List<Integer> elements) {
      return Sources.from(Flux.fromIterable(elements));
    }

    @Override
    protected Source<Integer> broken(List<Integer> elements) {
      return Sources.from(
          Flux.fromIterable(elements)
              .concatWith(Flux.error(new IOException("the connection is lost"))));
    }

    @Override
    protected Source<Integer> unusable() {
      return Sources.from(Flux.error(new IOException("no such table")));
    }

    @Override
    protected Optional<Source<Integer>> waiting() {
      return Optional.of(Sources.from(Flux.never()));
    }
  }

  @Nested
  class OfARange extends SourceContractTest<Long> {
    @Override
    protected Long element(int index) {
      return (long) index;
    }

    @Override
    protected Source<Long> source(List<Long> elements) {
      return Sources.range(0, elements.size());
    }

    @Override
    protected Source<Long> broken(List<Long> elements) {
      return Sources.from(
          Flux.fromIterable(elements).concatWith(Flux.error(new IOException("lost"))));
    }

    @Override
    protected Source<Long> unusable() {
      return Sources.from(Flux.error(new IOException("no such range")));
    }

    @Override
    protected int many() {
      return 40_000;
    }
  }

  @Nested
  class OfNames extends SinkContractTest<String> {

    private final TestkitExamples.NamesContractTest names = new TestkitExamples.NamesContractTest();

    @BeforeEach
    void giveAFolder(@TempDir Path folder) {
      names.folder = folder;
    }

    @Override
    protected String element(int index) {
      return names.element(index);
    }

    @Override
    protected Sink<String> sink() {
      return names.sink();
    }

    @Override
    protected List<String> published() throws IOException {
      return names.published();
    }

    @Override
    protected Sink<String> unusable() {
      return names.unusable();
    }
  }

  /** Waits until it is interrupted. */
  private static final class WaitingIterator implements Iterator<Integer> {
    @Override
    public boolean hasNext() {
      try {
        new CountDownLatch(1).await();
        return true;
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public Integer next() {
      throw new NoSuchElementException();
    }
  }
}
