#include "store/exported_files.h"

#include "store/database.h"

namespace facepoint {

std::optional<std::string> exported_digest(Project& project, const std::string& path) {
  std::string digest;
  const bool known =
      Statement(project.database(), "SELECT digest FROM exported_file WHERE path = :path")
          .use(path)
          .into(digest)
          .single();
  if (!known) return std::nullopt;
  return digest;
}

std::vector<ExportedFile> exported_below(Project& project, const std::string& folder) {
  constexpr char kAfterSlash = '/' + 1;
  Statement select(project.database(),
                   "SELECT path, digest FROM exported_file WHERE path > :first AND path < :end "
                   "ORDER BY path");
  ExportedFile file;
  select.use(folder + '/', folder + kAfterSlash).into(file.path, file.digest);
  std::vector<ExportedFile> files;
  while (select.next()) files.push_back(file);
  return files;
}

void keep_exported(Project& project, const std::vector<ExportedFile>& files) {
  Transaction transaction(project.database());
  for (const ExportedFile& file : files) {
    Statement(project.database(),
              "INSERT INTO exported_file (path, digest) VALUES (:path, :digest) "
              "ON CONFLICT (path) DO UPDATE SET digest = excluded.digest")
        .use(file.path, file.digest)
        .run();
  }
  transaction.commit();
}

}  // namespace facepoint
