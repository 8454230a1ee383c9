package dev.leat.samples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line and what was probably meant. */
final class WrongCommandLine {

  private WrongCommandLine() {}

  /** Prints the line and returns the exit code. */
  static int explain(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String problem =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched(command, unmatched.getUnmatched().getFirst())
            : wrong.getMessage();
    PrintWriter err = command.getErr();
    err.printf("leat: %s; see '%s --help'%n", problem, command.getCommandSpec().qualifiedName());
    err.flush();
    return Leat.WRONG_COMMAND_LINE;
  }

  private static String unmatched(CommandLine command, String argument) {
    List<String> known = new ArrayList<>();
    String kind;
    if (argument.startsWith("-")) {
      kind = "option";
      command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    } else {
      kind = command.getCommandName().equals("leat") ? "command" : "sample";
      known.addAll(command.getSubcommands().keySet());
    }
    if (known.isEmpty()) {
      return "there is no place for the argument '%s' (a pattern has to be quoted)"
          .formatted(argument);
    }
    String name = argument.replaceFirst("=.*", "");
    return closest(name, known)
        .map(near -> "unknown %s '%s' (did you mean '%s'?)".formatted(kind, name, near))
        .orElse("unknown %s '%s'".formatted(kind, name));
  }

  /** The name that takes the fewest edits, if these are few for its length. */
  static Optional<String> closest(String typed, List<String> known) {
    return known.stream()
        .filter(name -> name.length() > 2)
        .filter(name -> edits(typed, name) <= Math.max(2, name.length() / 3))
        .min(Comparator.comparingInt(name -> edits(typed, name)));
  }

  /** The Levenshtein distance: letters to insert, remove or replace. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
