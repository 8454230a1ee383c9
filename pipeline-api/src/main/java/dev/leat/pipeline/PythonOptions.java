package dev.leat.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The options of a stage that runs a Python function, {@link Stage#python}.
 *
 * {@snippet :
 * texts.python("score", "scores:score", Double.class,
 *     python -> python.virtualEnvironment(Path.of(".venv")).path(Path.of("src/python")).workers(2));
 * }
 */
public final class PythonOptions extends ProgramOptions<PythonOptions> {

  private static final PythonOptions DEFAULTS =
      new PythonOptions(Common.DEFAULTS, "python3", List.of());

  private final String interpreter;
  private final List<Path> path;

  private PythonOptions(Common common, String interpreter, List<Path> path) {
    super(common);
    this.interpreter = interpreter;
    this.path = path;
  }

  /** The defaults that a stage starts from. */
  public static PythonOptions defaults() {
    return DEFAULTS;
  }

  @Override
  PythonOptions with(Common changed) {
    return new PythonOptions(changed, interpreter, path);
  }

  /** The interpreter, by name or path; by default {@code python3}. It has to be 3.8 or newer. */
  public PythonOptions interpreter(String program) {
    Objects.requireNonNull(program, "program");
    return new PythonOptions(common(), program, path);
  }

  /** Uses the interpreter and the packages of a virtual environment. */
  public PythonOptions virtualEnvironment(Path folder) {
    return interpreter(folder.resolve("bin").resolve("python").toString());
  }

  /** Adds folders that are searched for modules before all others; first the working folder is. */
  public PythonOptions path(Path... folders) {
    List<Path> all = new ArrayList<>(path);
    all.addAll(List.of(folders));
    return new PythonOptions(common(), interpreter, List.copyOf(all));
  }

  String interpreter() {
    return interpreter;
  }

  List<Path> path() {
    return path;
  }
}
