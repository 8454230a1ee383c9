package dev.leat.connector.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** One part of {@link Inputs}. */
sealed interface Selection {

  Comparator<Path> BY_NAME = Comparator.comparing(Path::toString);

  String describe();

  /** The paths it stands for now, in order. */
  List<Path> paths() throws IOException;

  /** See {@link Inputs#stdin}. */
  record Stdin() implements Selection {
    @Override
    public String describe() {
      return "stdin";
    }

    @Override
    public List<Path> paths() {
      return List.of();
    }
  }

  /** See {@link Inputs#file}. */
  record OneFile(Path path) implements Selection {
    public OneFile {
      Objects.requireNonNull(path, "path");
    }

    @Override
    public String describe() {
      return "file " + path;
    }

    @Override
    public List<Path> paths() {
      return List.of(path);
    }
  }

  /** See {@link Inputs#directory}. */
  record Folder(Path path) implements Selection {
    public Folder {
      Objects.requireNonNull(path, "path");
    }

    @Override
    public String describe() {
      return "folder " + path;
    }

    @Override
    public List<Path> paths() throws IOException {
      if (!Files.isDirectory(path)) {
        String problem = Files.exists(path) ? "it is not a folder" : "there is no such folder";
        throw new IOException("cannot read the files of '%s': %s".formatted(path, problem));
      }
      List<Path> files = regularFiles();
      if (files.isEmpty()) {
        throw new IOException(
            "nothing to read in '%s': it has no files (hidden files and sub-folders are left out)"
                .formatted(path));
      }
      return files;
    }

    private List<Path> regularFiles() throws IOException {
      try (Stream<Path> entries = Files.list(path)) {
        return entries
            .filter(file -> !isHidden(file) && Files.isRegularFile(file))
            .sorted(BY_NAME)
            .toList();
      } catch (AccessDeniedException e) {
        throw new IOException(
            "cannot read the files of '%s': permission denied".formatted(path), e);
      }
    }
  }

  /** See {@link Inputs#glob}. */
  record Pattern(String pattern) implements Selection {
    public Pattern {
      matcher(pattern);
    }

    /** Whether a text has a character that means something in a pattern. */
    static boolean isPattern(String text) {
      return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    @Override
    public String describe() {
      return "files " + pattern;
    }

    @Override
    public List<Path> paths() throws IOException {
      Path base = base();
      if (!Files.isDirectory(base)) {
        throw new IOException(
            "no file matches '%s': there is no folder '%s'".formatted(pattern, base));
      }
      List<Path> files = matches(base);
      if (files.isEmpty()) {
        throw new IOException(
            "no file matches '%s' (relative to %s)"
                .formatted(pattern, Path.of("").toAbsolutePath()));
      }
      files.sort(BY_NAME);
      return files;
    }

    /** The deepest folder that the pattern names without a special character. */
    private Path base() {
      int special = 0;
      while (special < pattern.length() && "*?[{\\".indexOf(pattern.charAt(special)) < 0) {
        special++;
      }
      int slash = pattern.lastIndexOf('/', special);
      return Path.of(slash < 0 ? "" : pattern.substring(0, slash + 1));
    }

    private List<Path> matches(Path base) throws IOException {
      PathMatcher matcher = matcher(pattern);
      boolean hidden = pattern.startsWith(".") || pattern.contains("/.");
      int levels = (int) pattern.chars().filter(c -> c == '/').count() + 1 - base.getNameCount();
      int depth = pattern.contains("**") ? Integer.MAX_VALUE : Math.max(1, levels + 1);
      List<Path> found = new ArrayList<>();
      Files.walkFileTree(
          base,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              boolean enter = folder.equals(base) || hidden || !isHidden(folder);
              return enter ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()
                  && (hidden || !isHidden(file))
                  && matcher.matches(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof AccessDeniedException) {
                throw new IOException(
                    "cannot look for '%s': permission denied for '%s'".formatted(pattern, file),
                    failure);
              }
              return FileVisitResult.CONTINUE; // a dangling link, or gone since it was listed
            }
          });
      return found;
    }

    private static PathMatcher matcher(String pattern) {
      return Path.of("").getFileSystem().getPathMatcher("glob:" + pattern);
    }
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }
}
