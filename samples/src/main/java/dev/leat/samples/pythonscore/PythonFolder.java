package dev.leat.samples.pythonscore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder with the Python files that travel inside the jar, where interpreters find
 * them. Closing deletes it with all that has come to lie in it.
 *
 * @param path the folder
 */
public record PythonFolder(Path path) implements AutoCloseable {

  /** The function that is run, and what it needs. */
  private static final List<String> SCREENING = List.of("screening.py", "watch_list.txt");

  /**
   * Makes a folder with the module {@code screening} and other files.
   *
   * @param owner in whose package the other files are
   * @param files their names
   * @throws IOException if there is no room for it; the message says where
   */
  public static PythonFolder create(Class<?> owner, String... files) throws IOException {
    PythonFolder folder = new PythonFolder(Files.createTempDirectory("leat-python-"));
    try {
      for (String file : SCREENING) {
        folder.add(PythonFolder.class, file);
      }
      for (String file : files) {
        folder.add(owner, file);
      }
      return folder;
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  private void add(Class<?> owner, String file) throws IOException {
    try (InputStream content = owner.getResourceAsStream(file)) {
      if (content == null) {
        throw new IOException("the file %s is missing beside %s".formatted(file, owner.getName()));
      }
      Files.copy(content, path.resolve(file));
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
