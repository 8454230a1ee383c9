package dev.leat.samples.accesslog;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.bytes.Line;

/**
 * A line and where it stands in its file.
 *
 * @param line the bytes, without the line end
 * @param number the number of the line, from 1
 * @param offset where it begins, in bytes from the beginning of the file
 */
record PlacedLine(Line line, long number, long offset) {

  Position in(String file) {
    return new Position(file, number, offset);
  }
}
