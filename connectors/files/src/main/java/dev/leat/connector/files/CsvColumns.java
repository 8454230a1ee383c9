package dev.leat.connector.files;

import java.util.List;

/**
 * The columns of one file.
 *
 * @param names their names in order
 * @param mapping makes elements of rows
 */
record CsvColumns<T>(List<String> names, CsvFormat.Mapping<T> mapping) {}
