package dev.leat.pipeline;

import dev.leat.pipeline.graph.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A program that computes results in worker processes, with its options, for {@link Stage#command}.
 *
 * {@snippet :
 * Stage<String> changed = words.command("change", Command.lines("sed", "-u", "s/a/b/"));
 * }
 *
 * @param <R> the type of the results
 */
public final class Command<R> extends ProgramOptions<Command<R>> {

  /** Programs that read everything before they write anything, or leave lines out or add some. */
  private static final Set<String> NOT_LINE_BY_LINE =
      Set.of("sort", "tac", "shuf", "uniq", "wc", "head", "tail", "split", "comm", "join", "tsort");

  private final Program program;

  private Command(Common common, Program program) {
    super(common);
    this.program = program;
  }

  /**
   * A program that reads lines and answers each with exactly one line, in the same order and
   * without waiting for the next one: it must not keep its output in a buffer. Elements are
   * strings, or lines, without line ends; results are strings.
   *
   * @throws PipelineDefinitionException if the program is known to work otherwise, such as {@code
   *     sort}
   */
  public static Command<String> lines(String program, String... arguments) {
    List<String> command = command(program, arguments);
    String name = program.substring(program.lastIndexOf('/') + 1);
    if (NOT_LINE_BY_LINE.contains(name)) {
      throw new PipelineDefinitionException(
          "the command '%s' at %s does not answer each line with one line of its own, so no answer could be told to belong to an element; use a step of the pipeline such as batch, distinct or aggregate, or a program that works line by line"
              .formatted(name, CallSites.caller()));
    }
    return new Command<>(Common.DEFAULTS, new Program.Lines(command));
  }

  /**
   * A program that speaks the frames of Leat, as docs/guide/forked.md describes them. Elements are
   * strings, byte arrays, lines, or values made of numbers, booleans, strings, byte arrays, lists
   * and maps with strings as keys.
   *
   * @param result the type of the results: {@code String}, {@code byte[]}, {@code Long}, {@code
   *     Double}, {@code Boolean}, {@code List}, {@code Map}, or {@code Object} for any of them
   */
  public static <R> Command<R> frames(Class<R> result, String program, String... arguments) {
    Objects.requireNonNull(result, "result");
    return new Command<>(Common.DEFAULTS, new Program.Frames(command(program, arguments), result));
  }

  private static List<String> command(String program, String... arguments) {
    if (program.isEmpty()) {
      throw new PipelineDefinitionException(
          "the command at %s has no program".formatted(CallSites.caller()));
    }
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  Command<R> with(Common changed) {
    return new Command<>(changed, program);
  }

  Program program() {
    return program;
  }
}
