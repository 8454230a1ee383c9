package dev.leat.connector.files;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The source behind {@link FileSource}. */
record FilesSource<T>(Inputs inputs, ElementKind<T> kind, Reading reading, OnError onError)
    implements Source<T> {

  /**
   * How files are read, whatever the elements are.
   *
   * @param parallelFiles the most lanes
   */
  record Reading(Compression compression, int parallelFiles, int blockSize) {}

  @Override
  public String describe() {
    return inputs.describe();
  }

  @Override
  public List<Lane<T>> lanes(ConnectorContext context) throws IOException {
    List<InputFile> files = inputs.probe(reading.compression());
    if (files.stream().filter(file -> file.path() == null).count() > 1) {
      throw new IOException("stdin is named twice among the inputs, but can be read only once");
    }
    int count = Math.min(reading.parallelFiles(), files.size());
    List<Lane<T>> lanes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lanes.add(new FilesLane<>(name(i, count), share(files, i, count), kind, reading.blockSize()));
    }
    return lanes;
  }

  private String name(int lane, int count) {
    return count == 1 ? describe() : "%s, lane %d of %d".formatted(describe(), lane + 1, count);
  }

  /** Every count-th file from the i-th on. */
  private static List<InputFile> share(List<InputFile> files, int i, int count) {
    List<InputFile> share = new ArrayList<>();
    for (int k = i; k < files.size(); k += count) {
      share.add(files.get(k));
    }
    return List.copyOf(share);
  }
}
