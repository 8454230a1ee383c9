package dev.leat.connector.files;

import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import java.util.List;

/** Inputs that are read one after the other. */
record FilesLane<T>(String name, List<InputFile> files, ElementKind<T> kind, int blockSize)
    implements Lane<T> {

  @Override
  public LaneReader<T> open() {
    return new FilesReader<>(files, kind, blockSize);
  }

  /** The sizes of the files as they are stored; unknown if one of them is a pipe. */
  @Override
  public long size() {
    long size = 0;
    for (InputFile file : files) {
      if (file.size() < 0) {
        return -1;
      }
      size += file.size();
    }
    return size;
  }

  @Override
  public String unit() {
    return "bytes";
  }
}
