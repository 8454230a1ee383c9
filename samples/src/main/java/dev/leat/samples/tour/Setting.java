package dev.leat.samples.tour;

import java.nio.file.Path;
import java.util.List;

/**
 * What one measured process does, as it travels on its command line.
 *
 * @param workload what is done to an element
 * @param model how it is organised
 * @param elements how many there are
 * @param atOnce how many may be under way
 * @param url where the service is
 * @param interpreter a Python interpreter, by name or path
 * @param python the folder of the Python modules
 */
record Setting(
    Workload workload,
    Model model,
    int elements,
    int atOnce,
    String url,
    String interpreter,
    Path python) {

  List<String> arguments() {
    return List.of(
        workload.name(),
        model.name(),
        Integer.toString(elements),
        Integer.toString(atOnce),
        url,
        interpreter,
        python.toString());
  }

  static Setting of(String... arguments) {
    return new Setting(
        Workload.valueOf(arguments[0]),
        Model.valueOf(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        arguments[4],
        arguments[5],
        Path.of(arguments[6]));
  }
}
