// Draws some faces of a source as they would be stored, with and without its remedies, for a person
// to see before anything is. Reads and writes files; any thread.
#pragma once

#include <filesystem>

#include "tasks/import_doctor.h"

namespace facepoint {

// `out`: a file NAME.html that needs nothing beside it, or a folder for one PNG a face and state.
// At most `faces` of each source, spread over it; those without a readable image are left out.
// `remedies`: one an examination. Throws Error where nothing can be written.
void write_import_preview(const std::vector<SourceExamination>& examinations,
                          const std::vector<ImportRemedy>& remedies,
                          const std::filesystem::path& out, int faces);

}  // namespace facepoint
