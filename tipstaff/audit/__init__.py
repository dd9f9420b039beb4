"""The trace of every act. Imports no other app; stores the actor's id."""
