// Private to store: compiles a Query to an SQL condition. Values are always bound, never pasted.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "store/database.h"
#include "store/query.h"

namespace facepoint {

struct SqlCondition {
  std::string sql = "TRUE";
  std::vector<std::variant<std::string, double, SplitPlanId, ImageId>>
      values;  // of :v1, :v2, ... in sql

  Statement& bind_to(Statement& statement) const;
};

// Over image i: every term of the image holds; one face matches all terms about faces; and for each
// negated term about faces no face matches.
SqlCondition image_condition(Database& database, const Query& query);

// Over face f of image i: every term holds for this image and this very face.
SqlCondition face_condition(Database& database, const Query& query);

}  // namespace facepoint
