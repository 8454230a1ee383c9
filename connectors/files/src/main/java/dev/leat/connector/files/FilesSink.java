package dev.leat.connector.files;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sink behind {@link FileSink}. */
record FilesSink<T>(Path file, FileEncoding<T> encoding, FileSinkOptions options)
    implements Sink<T> {

  @Override
  public String describe() {
    return "file " + file;
  }

  @Override
  public SinkWriter<T> open(ConnectorContext context) throws IOException {
    try {
      Path target =
          Files.isSymbolicLink(file) && Files.exists(file)
              ? file.toRealPath()
              : file.toAbsolutePath();
      check(target);
      return new FilesWriter<>(file, encoding, options.output(target, encoding));
    } catch (IOException e) {
      throw FileSinkErrors.cannotWrite(file, e);
    }
  }

  private void check(Path target) throws IOException {
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException("it is a folder; name a file in it");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException("it is no regular file");
    }
    if (options.createsFolders()) {
      Files.createDirectories(folder);
    }
    if (!Files.isDirectory(folder)) {
      String problem = Files.exists(folder) ? "is not a folder" : "does not exist";
      throw new IOException(
          "'%s' %s; make it, or use the option createFolders".formatted(folder, problem));
    }
  }
}
