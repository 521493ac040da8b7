# SPDX-License-Identifier: Apache-2.0
"""What generated schemas and edits choose from: names, options, features and defaults."""
WORDS = """account address agent amount asset badge batch billing book branch budget cargo catalog
channel client cluster column contact counter country credit customer device digest domain driver
email event export factor feature folder gallery garden grade group_id guest health history holder
image index invoice item journal label ledger letter level limit locale market matrix member meter
model module network notice number_of object offer option_id order owner packet parcel payment
period person phone place planet policy price profile project queue quota rating reader region
report result route sample schedule score sector segment series session shelf signal source state
station status stock stream subject supply survey table target ticket token topic track trade
tunnel update usage user value_of vendor version vessel volume wallet warehouse weight widget window
worker zone""".split()

# The first value of each is not the default.
FILE_OPTIONS = {
    "java_package": ['"com.example.v1"', '"com.example.v2"', '""'],
    "java_outer_classname": ['"ApiProto"', '"OtherProto"'],
    "java_multiple_files": ["true", "false"],
    "java_string_check_utf8": ["true", "false"],
    "java_generic_services": ["true", "false"],
    "cc_generic_services": ["true", "false"],
    "py_generic_services": ["true", "false"],
    "cc_enable_arenas": ["false", "true"],
    "optimize_for": ["CODE_SIZE", "SPEED"],
    "go_package": ['"example.com/api/v1;apiv1"', '"example.com/api/v2"', "'example.com/it\\'s'"],
    "csharp_namespace": ['"Example.V1"', '"Example.V2"'],
    "objc_class_prefix": ['"EXA"', '"EXB"'],
    "php_class_prefix": ['"Exa"', '"Exb"'],
    "php_namespace": ['"Example\\\\V1"', '"Example\\\\V2"'],
    "php_metadata_namespace": ['"Example\\\\Meta"', '"Other\\\\Meta"'],
    "ruby_package": ['"Example::V1"', '"Example::V2"'],
    "swift_prefix": ['"Exa"', '"Exb"'],
    "deprecated": ["true", "false"],
}

FILE_FEATURES = {
    "features.field_presence": ["EXPLICIT", "IMPLICIT"],
    "features.enum_type": ["OPEN", "CLOSED"],
    "features.repeated_field_encoding": ["PACKED", "EXPANDED"],
    "features.utf8_validation": ["VERIFY", "NONE"],
    "features.message_encoding": ["LENGTH_PREFIXED", "DELIMITED"],
    "features.json_format": ["ALLOW", "LEGACY_BEST_EFFORT"],
    "features.(pb.cpp).string_type": ["VIEW", "CORD", "STRING"],
    "features.(pb.java).utf8_validation": ["DEFAULT", "VERIFY"],
}

DEFAULTS = {
    "bool": ["true", "false"], "string": ['"a"', "'b'", '""', '"\\tq\\"\\303\\244"', '"a" "b"'],
    "bytes": ['"\\000\\377"', '"ab"', '"\\x41"'],
    "float": ["1.5", "-0.0", "inf", "-inf", "nan", "1e10", "16777217", "0.1"],
    "double": ["2", "0.1", "-inf", "nan", "1e300", "-0.0", "5e-324", "1.0"],
}


def defaults_of(scalar):
    if scalar in DEFAULTS:
        return DEFAULTS[scalar]
    if scalar.startswith(("u", "fixed")):
        return ["0", "7", "0x1F", "017", "4294967295"]
    return ["0", "-7", "7", "0x1f", "2147483647", "-2147483648"]
