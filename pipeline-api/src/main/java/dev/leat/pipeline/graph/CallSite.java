package dev.leat.pipeline.graph;

/**
 * The line of the user's code that declared a stage.
 *
 * {@snippet :
 * CallSite site = stage.site();
 * String place = site.line() == 0 ? site.file() : site.toString();
 * }
 *
 * @param file the name of the source file
 * @param line the number of the line, from 1; 0 if unknown
 */
public record CallSite(String file, int line) {

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
