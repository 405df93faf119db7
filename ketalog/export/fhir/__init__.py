"""A journal as HL7 FHIR R4 (4.0.1): plain dicts, so that no FHIR library is loaded."""
