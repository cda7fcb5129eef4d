// Private to store: what every kind of change in the journal writes. Call them inside a
// Transaction.
#pragma once

#include <string>

#include "store/database.h"
#include "store/records.h"

namespace facepoint {

// `person`: who does it; empty: nobody, as an import.
ChangeId insert_change(Database& database, ChangeKind kind, const std::string& label,
                       ChangeId target, const std::string& person);

// Takes the faces, proposals and tags of `change` to where its rows say that they are after it.
void carry_out_change(Database& database, ChangeId change);

}  // namespace facepoint
