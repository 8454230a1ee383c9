package dev.leat.connector.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what to read: files, folders, patterns, standard input, or several of them in a given order.
 * Immutable; nothing is looked up before the job starts.
 *
 * {@snippet :
 * Inputs today = Inputs.file(Path.of("today.log"));
 * Inputs all = Inputs.glob("logs/2026-*.log.gz").and(today);
 * }
 */
public final class Inputs {

  private final List<Selection> selections;

  private Inputs(List<Selection> selections) {
    this.selections = List.copyOf(selections);
  }

  /** One file. Pipes and devices are read from front to back like standard input. */
  public static Inputs file(Path file) {
    return new Inputs(List.of(new Selection.OneFile(file)));
  }

  /** Several files, in this order. */
  public static Inputs files(Path... files) {
    return files(List.of(files));
  }

  /**
   * Several files, in this order.
   *
   * @throws IllegalArgumentException if the list is empty
   */
  public static Inputs files(List<Path> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a list of input files must name at least one");
    }
    return new Inputs(files.stream().<Selection>map(Selection.OneFile::new).toList());
  }

  /**
   * The regular files of a folder in the order of their names, without hidden ones and without
   * those of sub-folders.
   */
  public static Inputs directory(Path folder) {
    return new Inputs(List.of(new Selection.Folder(folder)));
  }

  /**
   * The regular files whose path matches a pattern, in the order of their paths: {@code *} and
   * {@code ?} stand for characters of a name, {@code **} also for folders, {@code [a-c]} and {@code
   * {a,b}} for alternatives; a backslash takes the next character literally. Hidden files and
   * folders match only if the pattern spells out the dot.
   *
   * @throws IllegalArgumentException if the pattern is malformed
   */
  public static Inputs glob(String pattern) {
    return new Inputs(List.of(new Selection.Pattern(pattern)));
  }

  /** Standard input, until it ends. It can be read once per process. */
  public static Inputs stdin() {
    return new Inputs(List.of(new Selection.Stdin()));
  }

  /**
   * What a command line means by an argument: {@code -} is standard input, a folder its files, an
   * existing path that file, and anything else with a star, question mark, bracket or brace a
   * pattern.
   *
   * @throws IllegalArgumentException if it is empty or malformed
   */
  public static Inputs of(String argument) {
    if (argument.isEmpty()) {
      throw new IllegalArgumentException("an input must not be empty; '.' is this folder");
    }
    if (argument.equals("-")) {
      return stdin();
    }
    if (!Selection.Pattern.isPattern(argument)) {
      return Files.isDirectory(Path.of(argument))
          ? directory(Path.of(argument))
          : file(Path.of(argument));
    }
    return Files.exists(Path.of(argument)) ? file(Path.of(argument)) : glob(argument);
  }

  /** These inputs, and then others. */
  public Inputs and(Inputs others) {
    List<Selection> both = new ArrayList<>(selections);
    both.addAll(others.selections);
    return new Inputs(both);
  }

  /**
   * The paths that would be read now, in order, without standard input.
   *
   * @throws IOException if a folder cannot be read or has no files, or a pattern matches none
   */
  public List<Path> paths() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (Selection selection : selections) {
      paths.addAll(selection.paths());
    }
    return List.copyOf(paths);
  }

  /** A few words for plans and messages: {@code file access.log}, {@code stdin}. */
  public String describe() {
    String first = selections.getFirst().describe();
    return switch (selections.size()) {
      case 1 -> first;
      case 2 -> first + ", " + selections.get(1).describe();
      default -> "%s and %d more".formatted(first, selections.size() - 1);
    };
  }

  @Override
  public String toString() {
    return describe();
  }

  /** Looks everything up and checks that it can be read. */
  List<InputFile> probe(Compression compression) throws IOException {
    List<InputFile> files = new ArrayList<>();
    for (Selection selection : selections) {
      if (selection instanceof Selection.Stdin) {
        files.add(InputFile.stdin(compression));
      }
      for (Path path : selection.paths()) {
        files.add(InputFile.probe(path, compression));
      }
    }
    return List.copyOf(files);
  }
}
