package dev.leat.pipeline.graph;

import java.nio.file.Path;
import java.util.List;

/**
 * A program in another language that computes results in worker processes.
 *
 * {@snippet :
 * boolean isPython = program instanceof Program.Python;
 * }
 */
public sealed interface Program {

  /**
   * A function of a Python module.
   *
   * @param module the module to import
   * @param function the name of the function in it
   * @param interpreter the program, by name or path
   * @param path folders that are searched for modules first
   * @param result the type of the results
   */
  record Python(
      String module, String function, String interpreter, List<Path> path, Class<?> result)
      implements Program {

    /** Copies the list. */
    public Python {
      path = List.copyOf(path);
    }
  }

  /**
   * A program that answers each line with one line.
   *
   * @param command the program and its arguments
   */
  record Lines(List<String> command) implements Program {

    /** Copies the list. */
    public Lines {
      command = List.copyOf(command);
    }
  }

  /**
   * A program that speaks the frames of Leat.
   *
   * @param command the program and its arguments
   * @param result the type of the results
   */
  record Frames(List<String> command, Class<?> result) implements Program {

    /** Copies the list. */
    public Frames {
      command = List.copyOf(command);
    }
  }

  /** The type that results have to have. */
  default Class<?> resultType() {
    return switch (this) {
      case Python python -> python.result();
      case Lines lines -> String.class;
      case Frames frames -> frames.result();
    };
  }
}
