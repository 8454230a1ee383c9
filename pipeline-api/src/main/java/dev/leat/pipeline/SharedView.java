package dev.leat.pipeline;

/** What shared tables are read by. */
abstract class SharedView {

  final MappedFile data;

  SharedView(MappedFile data) {
    this.data = data;
  }

  /** Nothing can be read any more. */
  final void close() {
    data.close();
  }
}
